"""The door to Stripe: shut inside a transaction, and plain about what went wrong."""

import pytest
from django.db import transaction

from payments import gateway, till
from payments.gateway.client import API_VERSION, client
from tests.payments.conftest import place


@pytest.mark.invariant(11, "asked in a transaction")
@pytest.mark.django_db(transaction=True)
def test_stripe_is_not_asked_inside_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        gateway.fetch_session("cs_test_1")


def test_client_is_pinned_and_impatient(settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    requestor = client()._requestor
    assert requestor._options.stripe_version == API_VERSION
    assert requestor._options.max_network_retries == 1
    assert requestor._client._timeout == 8


def test_stripe_away_is_told_apart_from_stripe_refusing(db, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(gateway.Unreachable):
        gateway.fetch_session("cs_test_1")


def test_unknown_session_is_refused(at_stripe):
    with pytest.raises(gateway.Refused):
        gateway.fetch_session("cs_test_of_nobody")


@pytest.mark.invariant(9, "reply lost, then an upgrade")
def test_key_that_was_used_with_other_words_keeps_its_hold(at_stripe, mira, make_item, settings):
    """An upgrade between a lost reply and the next try: the session it opened may be payable."""
    item = make_item(edition_size=1)
    order = place(mira, item)
    lost = {"fault": "reply_lost", "times": 9, "path": "/v1/checkout/sessions"}
    at_stripe.set_faults(api=[lost])
    with pytest.raises(gateway.Unreachable):
        till.send_to_stripe(order)
    at_stripe.set_faults()
    settings.SITE_URL = "https://club.example"
    with pytest.raises(gateway.Unreachable):
        till.end(order, "It was not paid in time.")
    order.refresh_from_db()
    item.refresh_from_db()
    assert (order.cancelled_at, item.held) == (None, 1)


@pytest.mark.parametrize(
    ("stripe_id", "section"),
    [
        ("pi_1", "payments"),
        ("re_1", "refunds"),
        ("pyr_1", "refunds"),
        ("du_1", "disputes"),
        ("dp_1", "disputes"),
        ("sub_1", "subscriptions"),
    ],
)
def test_dashboard_has_a_page_of_everything_in_test_and_in_live_mode(settings, stripe_id, section):
    settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY = "", "rk_test_x"
    there = "https://dashboard.stripe.com"
    assert gateway.dashboard_url(stripe_id) == f"{there}/test/{section}/{stripe_id}"
    settings.STRIPE_SECRET_KEY = "rk_live_x"
    assert gateway.dashboard_url(stripe_id) == f"{there}/{section}/{stripe_id}"
    settings.STRIPE_API_BASE, settings.STRIPE_PAGES = (
        "http://stripe:12111",
        "http://127.0.0.1:12111",
    )
    assert gateway.dashboard_url(stripe_id) == f"http://127.0.0.1:12111/objects/{stripe_id}"
