"""From the order to the money's way back, against the sandbox or against Stripe itself.

    STRIPE_REHEARSAL_KEY=rk_test_… pytest tests/payments/test_rehearsal.py

runs the same tests in the test mode of that key's account; without it they run here. Cards are
Stripe's test tokens, paid in as Stripe's own CLI does it, so no browser and no webhook is needed.
"""

import os
import time

import pytest
import requests

from payments import enrolment, gateway, money, till
from payments.consent import Consent, JoiningConsent
from payments.models import Copy, Coupon, Joining, Membership, Order, Refund
from payments.models.membership import is_member
from payments.models.membership_state import Plan
from tests.payments.conftest import fill_bag, place

KEY = os.environ.get("STRIPE_REHEARSAL_KEY", "")
STRIPE = "https://api.stripe.com"
WITHIN = 60 if KEY else 5  # seconds until Stripe has done what it does by itself


@pytest.fixture
def stripe(request, settings, transactional_db):
    """Stripe, whichever it is."""
    if not KEY:
        return request.getfixturevalue("no_webhooks")
    assert "_test_" in KEY, "The rehearsal takes test keys only."
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = KEY, ""
    settings.SITE_URL = "https://club.example"
    return None


@pytest.fixture
def pay(stripe, settings):
    """Pay at a session with one of Stripe's test tokens; the reply as it came."""

    def ask(path, form=None):
        address = (settings.STRIPE_API_BASE or STRIPE) + path
        header = {"Authorization": f"Bearer {settings.STRIPE_SECRET_KEY}"}
        verb = "POST" if form else "GET"
        return requests.request(verb, address, data=form, headers=header, timeout=30)

    def paying(session_id, cents, token="tok_visa"):
        card = {"type": "card", "card[token]": token, "billing_details[name]": "A Rehearsal"}
        card |= {
            "billing_details[email]": "mira@ashes.example",
            "billing_details[address][country]": "DE",
        }
        assert ask(f"/v1/payment_pages/{session_id}").ok
        method = ask("/v1/payment_methods", card).json()["id"]
        form = {"payment_method": method, "expected_amount": cents}
        return ask(f"/v1/payment_pages/{session_id}/confirm", form)

    return paying


@pytest.fixture
def bought(pay, mira, make_item):
    """An order that was paid with a token, and looked after."""

    def buying(token="tok_visa"):
        order = place(mira, make_item(name="Rehearsal", price_cents=1200))
        till.send_to_stripe(order)
        assert pay(_session_of(order), 1200, token).ok
        till.look(order)
        return _followed(order)

    return buying


def _session_of(order):
    return order.attempts.get().session_id


def _followed(order):
    money.follow(Order.objects.get(pk=order.pk))
    return Order.objects.get(pk=order.pk)


def _comes_to(order, state):
    deadline = time.monotonic() + WITHIN
    while (order := _followed(order)).state != state and time.monotonic() < deadline:
        time.sleep(0.5)
    return order.state == state


def test_session_is_opened_read_back_and_ended(stripe, mira, make_item):
    order = place(mira, make_item(name="Rehearsal", price_cents=1200))
    till.send_to_stripe(order)
    session = gateway.fetch_session(_session_of(order))
    known = (session.order_number, session.currency, session.amount_total)
    assert known == (order.number, order.currency, order.total_cents)
    assert session.lines == (("Rehearsal", 1200, 1),)
    till.end(order, "The rehearsal is over.")
    assert Order.objects.get(pk=order.pk).state == "cancelled"
    assert gateway.fetch_session(session.id).status == "expired"


def test_piece_is_bought_given_back_and_the_ledger_is_what_stripe_has(bought, mira):
    order = bought()
    assert order.state == "paid" and Copy.objects.owned_by(mira).count() == 1
    assert order.movements.balance_cents() == 1200
    assert gateway.fetch_payment(order.payment_intent).balance == 1200
    money.carry_out(Refund.ask(order, Copy.objects.all(), reason=Refund.Reason.ASKED_FOR))
    assert _comes_to(order, "refunded") and not Copy.objects.owned_by(mira).exists()
    assert gateway.fetch_payment(order.payment_intent).balance == 0
    assert [invoice.total_cents for invoice in order.invoices.all()] == [-1200, 1200]


def test_declined_card_leaves_the_order_waiting_and_another_pays(pay, stripe, mira, make_item):
    order = place(mira, make_item(price_cents=1200))
    till.send_to_stripe(order)
    assert pay(_session_of(order), 1200, "tok_chargeDeclined").status_code == 402
    till.look(order)
    assert Order.objects.get(pk=order.pk).state == "waiting"
    assert pay(_session_of(order), 1200).ok
    till.look(order)
    assert Order.objects.get(pk=order.pk).state == "paid"


def test_code_is_taken_off_what_is_paid(pay, stripe, mira, make_item):
    bag = fill_bag(mira, make_item(price_cents=1200))
    bag.coupon = Coupon.objects.create(code="REHEARSAL", percent=10)
    bag.save()
    order = Order.place(mira, bag, Consent(1080))
    till.send_to_stripe(order)
    assert pay(_session_of(order), 1080).ok
    till.look(order)
    assert Order.objects.get(pk=order.pk).state == "paid"


def test_disputed_payment_freezes_the_piece(bought, mira):
    order = bought("tok_createDispute")
    assert _comes_to(order, "disputed")
    assert not Copy.objects.owned_by(mira).at_hand().exists()


def test_member_joins_and_leaves(pay, stripe, mira, settings):
    enrolment.send_to_stripe(mira, Plan.YEARLY, JoiningConsent(settings.CLUB_YEARLY_CENTS))
    assert pay(Joining.objects.get().session_id, settings.CLUB_YEARLY_CENTS).ok
    enrolment.look(mira)
    assert is_member(mira)
    subscription = Membership.objects.get().subscription_id
    gateway.end_subscription(subscription)
    enrolment.take_in(subscription)
    assert not is_member(mira)


def test_events_can_be_asked_for(stripe, mira, make_item):
    order = place(mira, make_item())
    assert isinstance(gateway.undelivered_events(order.placed_at), list)
