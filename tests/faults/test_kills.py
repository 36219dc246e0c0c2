"""Whatever is killed at whatever step of a purchase: nothing is lost, doubled or invented.

Real processes, killed without warning and started again. The buyer then tries once more, as
buyers do, and the reconciler runs once. After that the books agree with themselves and Stripe.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.faults.shop import Buyer, Shop, make_buyers, opened

pytestmark = pytest.mark.faults

PRICE = 1200
VICTIMS = ["web", "worker", "stripe", "database"]
SLOW = {"fault": "timeout", "seconds": 2}


def _while_the_session_is_opened(shop: Shop, buyer: Buyer, kill: Callable[[], None]) -> None:
    shop.stripe.set_faults(api=[{**SLOW, "verb": "post", "path": "/v1/checkout/sessions"}])
    _meanwhile(buyer.press_pay, kill, after=0.7)


def _while_the_buyer_pays(shop: Shop, buyer: Buyer, kill: Callable[[], None]) -> None:
    url = buyer.press_pay()
    _meanwhile(lambda: shop.stripe.pay(url), kill, after=0.05)


def _before_stripe_has_told(shop: Shop, buyer: Buyer, kill: Callable[[], None]) -> None:
    shop.stripe.set_faults(webhooks={"hold": True})
    shop.stripe.pay(buyer.press_pay())
    kill()


def _while_the_payment_is_settled(shop: Shop, buyer: Buyer, kill: Callable[[], None]) -> None:
    url = buyer.press_pay()
    shop.stripe.set_faults(api=[{**SLOW, "verb": "get", "path": "/v1/checkout/sessions"}])
    shop.stripe.pay(url)
    time.sleep(1)
    kill()


MOMENTS = {
    "opening": _while_the_session_is_opened,
    "paying": _while_the_buyer_pays,
    "telling": _before_stripe_has_told,
    "settling": _while_the_payment_is_settled,
}
CASES = [(victim, moment) for moment in MOMENTS for victim in VICTIMS]
# CI has time for four of them: each part at one moment, each moment with one part.
IN_CI = {
    ("web", "opening"),
    ("database", "paying"),
    ("stripe", "telling"),
    ("worker", "settling"),
}


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with opened() as running:
        yield running


@pytest.fixture(scope="module")
def buyers(shop: Shop) -> dict[str, tuple[Buyer, str]]:
    return make_buyers(shop, [f"{moment}-{victim}" for victim, moment in CASES] + ["refund"])


@pytest.mark.invariant(12, "web, worker, sandbox and database killed at each step")
@pytest.mark.parametrize(
    ("victim", "moment"),
    [pytest.param(*case, marks=[pytest.mark.core] if case in IN_CI else []) for case in CASES],
)
def test_killed_part_loses_doubles_and_invents_nothing(shop, buyers, victim, moment):
    name = f"{moment}-{victim}"
    buyer, slug = buyers[name]
    buyer.fill_bag(slug)
    MOMENTS[moment](shop, buyer, lambda: shop.kill(victim))
    _bring_back(shop, victim)
    _buy_in_the_end(shop, buyer, name)
    _nothing_is_lost_doubled_or_invented(shop, name, paid=PRICE)


@pytest.mark.invariant(10, "worker, sandbox and database killed in a refund")
@pytest.mark.parametrize(
    "victim", [pytest.param("worker", marks=pytest.mark.core), "stripe", "database"]
)
def test_part_killed_while_money_goes_back_gives_it_back_once(shop, buyers, victim):
    name = "refund"
    buyer, slug = buyers[name]
    buyer.fill_bag(slug)
    shop.stripe.pay(buyer.press_pay())
    shop.comes_to(lambda: _owned(shop, name))
    shop.stripe.set_faults(api=[{**SLOW, "verb": "post", "path": "/v1/refunds"}])
    assert shop.comes_to(lambda: shop.tell_desk("ask_back", name=name)) == 1
    time.sleep(0.7)
    shop.kill(victim)
    _bring_back(shop, victim)
    shop.comes_to(lambda: _reconcile(shop) and not _owned(shop, name))
    _nothing_is_lost_doubled_or_invented(shop, name, paid=0)


@pytest.mark.core
def test_every_receipt_arrives_in_the_end(shop):
    """What a killed worker had begun is taken up again; several were killed above."""
    shop.comes_to(lambda: _who_paid(shop) <= _who_had_a_receipt(shop), within=150)


# --- what happens around the kill --------------------------------------------------------------
def _meanwhile(act: Callable[[], Any], kill: Callable[[], None], after: float) -> None:
    def try_it() -> None:
        # What breaks off is what this is about; the buyer sees an error page or none.
        with suppress(requests.RequestException, AssertionError):
            act()

    thread = threading.Thread(target=try_it)
    thread.start()
    time.sleep(after)
    kill()
    thread.join()


def _bring_back(shop: Shop, victim: str) -> None:
    shop.start(victim)
    shop.comes_to(lambda: shop.stripe.set_faults() is None)


def _buy_in_the_end(shop: Shop, buyer: Buyer, name: str) -> None:
    """The worker and the reconciler finish it, or the buyer does with another try."""
    if _left_at_stripe(shop, name):
        with suppress(AssertionError):
            shop.comes_to(lambda: _owned(shop, name), within=3)
    shop.comes_to(lambda: _reconcile(shop))
    if not _owned(shop, name):
        shop.comes_to(lambda: shop.stripe.pay(buyer.press_pay()).paid)
        shop.comes_to(lambda: _owned(shop, name))


def _reconcile(shop: Shop) -> bool:
    return "The books agree." in shop.tell_desk("reconcile")


# --- what must be true afterwards --------------------------------------------------------------
def _nothing_is_lost_doubled_or_invented(shop: Shop, name: str, paid: int) -> None:
    assert shop.comes_to(lambda: _reconcile(shop))
    assert len(_owned(shop, name)) == (1 if paid else 0)
    assert _left_at_stripe(shop, name) == paid
    held = shop.query("SELECT sum(held) FROM catalog_item WHERE slug = %s", f"piece-{name}")
    assert held == [(0,)]
    booked = shop.query(
        "SELECT coalesce(sum(amount_cents), 0) FROM payments_movement m "
        "JOIN payments_order o ON o.id = m.order_id JOIN accounts_user u ON u.id = o.buyer_id "
        "WHERE u.handle = %s",
        name,
    )
    assert booked == [(paid,)]


def _owned(shop: Shop, name: str) -> list[tuple]:
    return shop.query(
        "SELECT serial FROM payments_copy c JOIN accounts_user u ON u.id = c.owner_id "
        "WHERE u.handle = %s AND c.returned_at IS NULL",
        name,
    )


def _left_at_stripe(shop: Shop, name: str) -> int:
    """What Stripe took from this buyer and did not give back, whatever orders it was for."""
    orders = shop.query(
        "SELECT 'Order ' || number FROM payments_order o "
        "JOIN accounts_user u ON u.id = o.buyer_id WHERE u.handle = %s",
        name,
    )
    ours = {description for (description,) in orders}
    charges = shop.stripe.charges()
    mine = [each for each in charges if each["paid"] and each["description"] in ours]
    return sum(each["amount_captured"] - each["amount_refunded"] for each in mine)


def _who_paid(shop: Shop) -> set[str]:
    paid = shop.query(
        "SELECT DISTINCT handle FROM payments_order o JOIN accounts_user u ON u.id = o.buyer_id "
        "WHERE o.paid_at IS NOT NULL"
    )
    return {handle for (handle,) in paid}


def _who_had_a_receipt(shop: Shop) -> set[str]:
    mails = [path.read_text() for path in Path(shop.environment["VAR_DIR"], "mail").iterdir()]
    receipts = [mail for mail in mails if "Subject: Receipt " in mail]
    return set(re.findall(r"^To: (.+)@ashes.example$", "\n".join(receipts), re.MULTILINE))
