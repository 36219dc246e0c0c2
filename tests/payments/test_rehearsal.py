"""Against Stripe's own test mode, where STRIPE_REHEARSAL_KEY names a key: nothing is charged."""

import os

import pytest

from payments import gateway, till
from payments.models import Order
from tests.payments.conftest import place

KEY = os.environ.get("STRIPE_REHEARSAL_KEY", "")
needs_a_key = pytest.mark.skipif(not KEY, reason="STRIPE_REHEARSAL_KEY names no test key")


@pytest.fixture
def real_stripe(settings, transactional_db):
    assert "_test_" in KEY, "The rehearsal takes test keys only."
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = KEY, ""
    settings.SITE_URL = "https://club.example"


@needs_a_key
def test_session_is_opened_read_back_and_ended_at_stripe(real_stripe, mira, make_item):
    order = place(mira, make_item(name="Rehearsal", price_cents=1200))
    url = till.send_to_stripe(order)
    assert url.startswith("https://checkout.stripe.com/")
    session = gateway.fetch_session(order.attempts.get().session_id)
    assert (session.order_number, session.currency, session.amount_total) == (
        order.number,
        order.currency,
        order.total_cents,
    )
    assert session.lines == (("Rehearsal", 1200, 1),)
    till.end(order, "The rehearsal is over.")
    assert Order.objects.get(pk=order.pk).state == "cancelled"
    assert gateway.fetch_session(session.id).status == "expired"


@needs_a_key
def test_events_can_be_asked_for(real_stripe, mira, make_item):
    order = place(mira, make_item())
    assert isinstance(gateway.undelivered_events(order.placed_at), list)
