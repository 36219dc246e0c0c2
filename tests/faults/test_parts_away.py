"""Worker, Stripe and our own processes, away one after another: what a buyer sees of it."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.faults.shop import Buyer, Shop, eventually, make_buyers, opened, owned

pytestmark = pytest.mark.faults

NAMES = ["queue", "stripe", "slow", "crowd-0", "crowd-1", "crowd-2", "crowd-3", "web", "worker"]
GRACE = 20  # seconds an operator's stop gives, on a machine with other work to do


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with opened() as running:
        yield running


@pytest.fixture(scope="module")
def buyers(shop: Shop) -> dict[str, tuple[Buyer, str]]:
    return make_buyers(shop, NAMES)


@pytest.fixture(autouse=True)
def _stripe_is_well_again(shop: Shop) -> Iterator[None]:
    yield
    if "stripe" not in shop.running:
        shop.start("stripe")
    shop.stripe.set_faults()


def test_worker_away_lets_the_queue_grow_and_loses_no_letter(shop, buyers, fault_table):
    buyer, slug = buyers["queue"]
    shop.kill("worker")
    shop.query(
        "UPDATE procrastinate_workers "
        "SET last_heartbeat = now() - interval '2 minutes' RETURNING id"
    )
    buyer.fill_bag(slug)
    assert shop.stripe.pay(buyer.press_pay()).paid
    shop.comes_to(lambda: _queued(shop) > 0)
    ready = requests.get(f"{shop.url}/readyz", timeout=5)
    assert (ready.status_code, "no worker" in ready.text) == (200, True)
    assert buyer.get("/bag/").status_code == 200
    shop.start("worker")
    shop.comes_to(lambda: owned(shop, "queue") == 1)
    shop.comes_to(lambda: "queue" in _receipts(shop))
    fault_table.add(
        "Worker away",
        "every page as before; /readyz says it; pieces and letters come with the worker's return",
    )


def test_stripe_away_keeps_the_bag_and_gives_the_hold_back(shop, buyers, fault_table):
    buyer, slug = buyers["stripe"]
    buyer.fill_bag(slug)
    shop.kill("stripe")
    answer = buyer.try_to_pay(timeout=60)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/bag/")
    page = buyer.get("/bag/").text
    assert "Stripe does not answer just now. Nothing was taken" in page
    assert "Piece stripe" in page
    assert _held(shop, slug) == 0
    joining = _join(buyer)
    assert joining.status_code == 503
    assert "Stripe opened no payment page just now" in joining.text
    shop.start("stripe")
    assert shop.stripe.pay(buyer.press_pay()).paid
    shop.comes_to(lambda: owned(shop, "stripe") == 1)
    assert "The books agree." in shop.tell_desk("reconcile")
    fault_table.add(
        "Stripe away",
        "the bag says so and keeps its pieces, what was held is free at once; "
        "joining says so (503); both work with Stripe's return",
    )


def test_slow_stripe_keeps_nobody_from_reading(shop, buyers, fault_table):
    shop.stripe.set_faults(api=[{**_slow(60), "times": 100}])
    crowd = [buyers[name] for name in NAMES if name.startswith("crowd")]
    for buyer, slug in crowd:
        buyer.fill_bag(slug)
    with ThreadPoolExecutor(len(crowd)) as paying:
        asked = [paying.submit(buyer.try_to_pay, 90) for buyer, _ in crowd]
        time.sleep(1)
        slowest = 0.0
        while not all(each.done() for each in asked):
            started = time.monotonic()
            assert requests.get(f"{shop.url}/vault/?q={started}", timeout=15).status_code == 200
            slowest = max(slowest, time.monotonic() - started)
            time.sleep(0.2)
    assert {each.result().headers["Location"] for each in asked} == {"/bag/"}
    assert [_held(shop, slug) for _, slug in crowd] == [0] * len(crowd)
    assert slowest < 5
    fault_table.add(
        "Stripe slow (a minute for each answer), four pay at once",
        f"the bag says so within 20 s and keeps its pieces; pages meanwhile within {slowest:.1f} s",
    )


def test_web_that_is_stopped_finishes_what_is_in_flight(shop, buyers, fault_table):
    buyer, slug = buyers["web"]
    buyer.fill_bag(slug)
    shop.stripe.set_faults(api=[_slow(4)])
    answers: list[requests.Response] = []
    thread = threading.Thread(target=lambda: answers.append(buyer.try_to_pay(timeout=60)))
    thread.start()
    time.sleep(1.5)
    took = _seconds(lambda: shop.end("web").wait(GRACE))
    thread.join()
    shop.start("web")
    assert [each.status_code for each in answers] == [303]
    shop.stripe.set_faults()
    assert shop.stripe.pay(answers[0].headers["Location"]).paid
    shop.comes_to(lambda: owned(shop, "web") == 1)
    fault_table.add(
        "SIGTERM to the web while a buyer is sent to Stripe",
        f"the buyer arrives at the payment page; the process ends after {took:.1f} s",
    )


def test_worker_that_is_stopped_finishes_its_task(shop, buyers, fault_table):
    buyer, slug = buyers["worker"]
    buyer.fill_bag(slug)
    url = buyer.press_pay()
    shop.stripe.set_faults(api=[{**_slow(4), "verb": "get"}])
    assert shop.stripe.pay(url).paid
    eventually(lambda: _doing(shop) > 0)
    ended = shop.end("worker")
    took = _seconds(lambda: ended.wait(GRACE))
    assert ended.returncode == 0
    assert _doing(shop) == 0
    assert owned(shop, "worker") == 1
    shop.stripe.set_faults()
    shop.start("worker")
    shop.comes_to(lambda: "worker" in _receipts(shop))
    fault_table.add(
        "SIGTERM to the worker while it settles a payment",
        f"the piece is in the Locker when it ends, after {took:.1f} s; the receipt follows",
    )


# --- what is looked at -------------------------------------------------------------------------
def _slow(seconds: float) -> dict[str, Any]:
    return {"fault": "timeout", "seconds": seconds, "path": "/v1/checkout/sessions"}


def _join(buyer: Buyer) -> requests.Response:
    form = {"plan": "yearly", "consent": "on", "monthly": "400", "yearly": "4000"}
    headers = {"Origin": buyer.shop.url}
    return buyer.session.post(f"{buyer.shop.url}/club/joining/", form, headers=headers, timeout=60)


def _held(shop: Shop, slug: str) -> int:
    [(held,)] = shop.query("SELECT held FROM catalog_item WHERE slug = %s", slug)
    return held


def _queued(shop: Shop) -> int:
    [(count,)] = shop.query("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
    return count


def _doing(shop: Shop) -> int:
    [(count,)] = shop.query(
        "SELECT count(*) FROM procrastinate_jobs "
        "WHERE status = 'doing' AND task_name = 'payments.tasks.act_on_event'"
    )
    return count


def _receipts(shop: Shop) -> str:
    """The addresses of all who had a receipt."""
    folder = Path(shop.environment["VAR_DIR"], "mail")
    mails = [path.read_text() for path in folder.iterdir()] if folder.exists() else []
    found = [mail for mail in mails if "Subject: Receipt " in mail]
    return "\n".join(line for mail in found for line in mail.splitlines() if line[:4] == "To: ")


def _seconds(act: Callable[[], Any]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started
