"""Stripe Tax as a setting: the price stays what the page says, and what of it is tax is kept."""

from dataclasses import replace

import pytest
import stripe
from django.db import IntegrityError, transaction

from payments import gateway, till
from payments.gateway.checkout import _params
from payments.gateway.results import session_from
from payments.models import Copy, Invoice, Movement, Order, Refund
from tests.payments.conftest import heard, place


def _paid(order, tax_cents):
    """What Stripe says of the order when it is paid, `tax_cents` of it being tax."""
    return gateway.Session(
        id="cs_1", url="", status="complete", payment_status="paid",
        amount_total=order.total_cents, currency=order.currency, order_number=order.number,
        attempt_key="", payment_intent="pi_1", intent_status="succeeded",
        paid_with="card ending 4242", country="DE",
        lines=tuple(line.as_sold for line in order.lines.all()), tax_cents=tax_cents,
    )  # fmt: skip


@pytest.fixture
def sold(mira, make_item):
    """An order over 34.00, of which 5.43 is tax."""
    order = place(mira, make_item(price_cents=1400), make_item(price_cents=2000))
    order.settle(_paid(order, 543))
    return Order.objects.get()


@pytest.mark.django_db
def test_stripe_is_asked_only_where_the_setting_says_so(mira, make_item, settings):
    order = place(mira, make_item())
    attempt = order.open_attempt()
    assert "tax" not in str(_params(order, attempt))
    settings.STRIPE_TAX = True
    asked = _params(order, attempt)
    price = asked["line_items"][0]["price_data"]
    assert asked["automatic_tax"] == {"enabled": True}
    assert price["tax_behavior"] == "inclusive" and price["unit_amount"] == 1200
    assert price["product_data"]["tax_code"] == "txcd_10000000"


@pytest.mark.parametrize(("status", "kept"), [("complete", 192), ("failed", None), (None, None)])
def test_tax_is_believed_only_when_stripe_has_worked_it_out(status, kept):
    about = {"automatic_tax": {"enabled": True, "status": status}}
    about |= {"id": "cs_1", "total_details": {"amount_tax": 192}}
    session = session_from(stripe.checkout.Session.construct_from(about, "sk_test"))
    assert session.tax_cents == kept


@pytest.mark.django_db
def test_tax_is_kept_on_order_and_invoice_and_shown(client, mira, sold):
    invoice = sold.invoices.get()
    assert (sold.total_cents, sold.tax_cents) == (3400, 543)
    assert (invoice.total_cents, invoice.tax_cents) == (3400, 543)
    client.force_login(mira)
    page = client.get(sold.get_absolute_url()).content.decode()
    assert "Tax within it" in page and "€5.43" in page
    assert client.get(invoice.get_absolute_url()).content.startswith(b"%PDF-")


@pytest.mark.django_db
def test_credit_notes_in_parts_give_back_the_tax_of_the_whole(mira, sold):
    Movement.objects.create(order=sold, kind="payment", amount_cents=3400, stripe_id="ch_1")
    for copy in Copy.objects.current().order_by("pk"):
        refund = Refund.ask(sold, [copy], reason=Refund.Reason.ASKED_FOR)
        Invoice.credit(refund)
    notes = list(sold.invoices.order_by("pk").values_list("total_cents", "tax_cents"))
    assert notes == [(3400, 543), (-1400, -224), (-2000, -319)]


@pytest.mark.invariant(7, "tax added to the sum")
@pytest.mark.django_db
def test_tax_on_top_of_the_price_is_set_aside(mira, make_item):
    order = place(mira, make_item())
    on_top = replace(_paid(order, 228), amount_total=order.total_cents + 228)
    assert not order.settle(on_top)
    order.refresh_from_db()
    assert order.quarantine_reason == "Paid 1428 cents, ordered 1200."


@pytest.mark.django_db
def test_database_refuses_more_tax_than_was_paid(sold):
    with pytest.raises(IntegrityError, match="order_tax_is_within"), transaction.atomic():
        Order.objects.update(tax_cents=3401)


def test_tax_is_worked_out_by_stripe_and_the_sum_stays(at_stripe, mira, make_item, settings):
    settings.STRIPE_TAX = True
    order = place(mira, make_item(price_cents=1200))
    at_stripe.pay(till.send_to_stripe(order), country="DE")
    heard(at_stripe)
    order.refresh_from_db()
    assert (order.state, order.total_cents, order.tax_cents) == ("paid", 1200, 192)
    assert order.invoices.get().tax_cents == 192
