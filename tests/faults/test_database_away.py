"""The database is away for a while: at the start, and in the middle of a purchase.

FAULT_SECONDS says for how long, a few unless the whole minute is wanted.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from tests.faults.shop import Buyer, Shop, eventually, make_buyers, opened, owned

pytestmark = pytest.mark.faults

SECONDS = float(os.environ.get("FAULT_SECONDS", "8"))
AT_ONCE = 1.0  # second: nobody waits for what is known to be away


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with opened(STRIPE_APART="1") as running:
        yield running


@pytest.fixture(scope="module")
def buyers(shop: Shop) -> dict[str, tuple[Buyer, str]]:
    return make_buyers(shop, ["before", "during"])


def test_away_at_the_start_is_waited_for(shop, fault_table):
    for name in ("web", "worker"):
        shop.kill(name)
    shop.kill("database")
    for name in ("web", "worker"):
        shop.start(name)
    started = {name: shop.running[name].pid for name in ("web", "worker")}
    _is_closed_for_a_moment(get(shop, "/"))
    _passes(SECONDS, lambda: _is_closed_for_a_moment(get(shop, "/", within=AT_ONCE)))
    assert get(shop, "/readyz").status_code == 503
    shop.start("database")
    took = _seconds_until(lambda: get(shop, "/").status_code == 200)
    eventually(lambda: get(shop, "/readyz").text == "ready")  # and so has the worker found it
    assert started == {name: process.pid for name, process in _alive(shop)}
    fault_table.add(
        f"Database away for {SECONDS:.0f} s at the start",
        f"503 within {AT_ONCE:.0f} s, with Retry-After; open {took:.1f} s after its return, "
        "web and worker not restarted",
    )


def test_away_in_the_middle_of_a_purchase_loses_no_order(shop, buyers, fault_table):
    (paid, one), (open_bag, other) = buyers["before"], buyers["during"]
    paid.fill_bag(one)
    open_bag.fill_bag(other)
    payment_page = paid.press_pay()
    kept = _what_is_in_memory(shop, "/", "/vault/", "/vault/piece-before/")
    started = {name: process.pid for name, process in _alive(shop)}
    shop.kill("database")
    _many_ask_for_what_cannot_be_had(shop)
    assert shop.stripe.pay(payment_page).paid  # at Stripe, which knows nothing of our trouble

    def look() -> None:
        for path, body in kept.items():
            assert get(shop, path, within=AT_ONCE).content == body
        _is_closed_for_a_moment(get(shop, "/vault/?q=never+asked+for", within=AT_ONCE))
        _is_closed_for_a_moment(open_bag.get("/bag/"))
        _is_closed_for_a_moment(_send_checkout(shop, open_bag))

    _passes(SECONDS, look)
    assert shop.stripe.state()["waiting"]  # refused with a 503, so Stripe tries again
    shop.start("database")
    took = _seconds_until(lambda: open_bag.get("/bag/").status_code == 200)
    shop.comes_to(lambda: owned(shop, "before") == 1)
    assert "Piece during" in open_bag.get("/bag/").text
    assert shop.stripe.pay(open_bag.press_pay()).paid
    shop.comes_to(lambda: owned(shop, "during") == 1)
    assert "The books agree." in shop.tell_desk("reconcile")
    assert started == {name: process.pid for name, process in _alive(shop)}
    fault_table.add(
        f"Database away for {SECONDS:.0f} s in the middle",
        f"pages in memory as before, within {AT_ONCE:.0f} s; 503 elsewhere; "
        f"open {took:.1f} s after its return; paid meanwhile at Stripe: in the Locker",
    )


def test_new_announcements_are_heard_after_an_outage(shop):
    """The listener came back by itself: a change in the database retires the page at once."""
    eventually(lambda: get(shop, "/vault/piece-before/").status_code == 200)
    shop.query("UPDATE catalog_item SET name = 'Renamed' WHERE slug = 'piece-before' RETURNING 1")
    eventually(lambda: "Renamed" in get(shop, "/vault/piece-before/").text, within=5)


# --- what is looked at -------------------------------------------------------------------------
def get(shop: Shop, path: str, within: float = 15) -> requests.Response:
    return requests.get(shop.url + path, timeout=within)


def _is_closed_for_a_moment(answer: requests.Response) -> None:
    assert answer.status_code == 503, answer.text[:300]
    assert answer.headers["Retry-After"]
    assert "Closed for a moment" in answer.text
    assert "Traceback" not in answer.text


def _what_is_in_memory(shop: Shop, *paths: str) -> dict[str, bytes]:
    """Drawn once the last announcement of what was done before has been heard."""
    time.sleep(1.5)
    return {path: get(shop, path).content for path in paths}


def _many_ask_for_what_cannot_be_had(shop: Shop) -> None:
    """More than there are threads: those who came first wait for the pool, and no others do."""
    with ThreadPoolExecutor(8) as crowd:
        asked = [crowd.submit(get, shop, f"/vault/?q={number}") for number in range(8)]
        assert {each.result().status_code for each in asked} == {503}


def _send_checkout(shop: Shop, buyer: Buyer) -> requests.Response:
    return buyer.session.post(
        f"{shop.url}/checkout/", {"consent": "on"}, headers={"Origin": shop.url}, timeout=15
    )


def _passes(seconds: float, look: Any) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        look()
        time.sleep(0.5)


def _seconds_until(holds: Any) -> float:
    started = time.monotonic()
    eventually(holds)
    return time.monotonic() - started


def _alive(shop: Shop) -> list[tuple[str, Any]]:
    return [(n, p) for n, p in shop.running.items() if n in {"web", "worker"} and p.poll() is None]
