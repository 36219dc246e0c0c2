"""Stripe Tax as a setting: the price stays what the page says, and what of it is tax is kept."""

from dataclasses import replace

import pytest
import stripe
from django.db import IntegrityError, transaction

from payments import gateway, till
from payments.gateway.checkout import _params
from payments.gateway.results import session_from
from payments.gateway.taxes import taxes_by_rate
from payments.invoice_pdf import _taxes
from payments.models import Copy, Invoice, Movement, Order, Refund
from tests.payments.conftest import heard, place


def _paid(order, tax_cents, **told):
    """What Stripe says of the order when it is paid, `tax_cents` of it being tax."""
    return gateway.Session(
        id="cs_1", url="", status="complete", payment_status="paid",
        amount_total=order.total_cents, currency=order.currency, order_number=order.number,
        attempt_key="", payment_intent="pi_1", intent_status="succeeded",
        paid_with="card ending 4242", country="DE",
        lines=tuple(line.as_sold for line in order.lines.all()), tax_cents=tax_cents,
        **told,
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


def _vat(net, tax):
    return {"name": "VAT", "percent": "19", "net_cents": net, "tax_cents": tax}


@pytest.fixture
def sold_with_rates(mira, make_item):
    """The same order, of which Stripe told the rate and the tax of each line."""
    order = place(mira, make_item(price_cents=1401), make_item(price_cents=1998))
    order.settle(_paid(order, 543, tax_of_lines=(224, 319), taxes=(_vat(2856, 543),)))
    return Order.objects.get()


@pytest.mark.django_db
def test_rates_and_the_tax_of_each_line_and_copy_are_kept(sold_with_rates):
    order, invoice = sold_with_rates, sold_with_rates.invoices.get()
    assert order.taxes == invoice.taxes == [_vat(2856, 543)]
    assert [line.tax_cents for line in order.lines.all()] == [224, 319]
    assert [copy.tax_cents for copy in Copy.objects.order_by("pk")] == [224, 319]


@pytest.mark.django_db
def test_tax_of_a_line_is_divided_among_its_copies_to_the_cent(mira, make_item):
    order = place(mira, make_item(price_cents=1001), quantity=2)
    order.settle(_paid(order, 321, tax_of_lines=(321,), taxes=(_vat(1681, 321),)))
    assert [copy.tax_cents for copy in Copy.objects.order_by("pk")] == [160, 161]


@pytest.mark.django_db
def test_net_and_tax_of_every_note_are_its_sum_and_together_the_whole(sold_with_rates):
    order = sold_with_rates
    Movement.objects.create(order=order, kind="payment", amount_cents=3399, stripe_id="ch_1")
    for copy in Copy.objects.current().order_by("pk"):
        Invoice.credit(Refund.ask(order, [copy], reason=Refund.Reason.ASKED_FOR))
    notes = list(order.invoices.order_by("pk"))
    assert [note.taxes for note in notes[1:]] == [[_vat(-1177, -224)], [_vat(-1679, -319)]]
    for note in notes:
        [tax] = note.taxes
        assert (note.tax_cents, note.total_cents) == (
            tax["tax_cents"],
            tax["net_cents"] + tax["tax_cents"],
        )


@pytest.mark.django_db
def test_receipt_and_invoice_name_the_rate(client, mira, sold_with_rates):
    client.force_login(mira)
    page = client.get(sold_with_rates.get_absolute_url()).content.decode()
    assert "Tax within it (VAT 19%)" in page
    assert _taxes(sold_with_rates.invoices.get()) == {"VAT 19% on 28.56 EUR": "5.43 EUR"}


def _line(tax, rates):
    """A session's line over 10.00 of which `tax` is tax, at rates of name, per cent, tax."""
    taxes = [
        {
            "amount": cents,
            "rate": {"display_name": name, "percentage": percent, "effective_percentage": percent},
            "taxable_amount": 1000 - tax,
        }
        for name, percent, cents in rates
    ]
    values = {"amount_total": 1000, "amount_tax": tax, "taxes": taxes}
    return stripe.LineItem.construct_from(values, "sk_test")


def _session(tax):
    about = {"automatic_tax": {"status": "complete"}, "total_details": {"amount_tax": tax}}
    return stripe.checkout.Session.construct_from({"id": "cs_1", **about}, "sk_test")


def test_rates_are_summed_over_lines_and_nought_is_left_out():
    lines = [
        _line(160, [("VAT", 19.0, 160), ("None", 0, 0)]),
        _line(160, [("VAT", 19.0, 160)]),
        _line(70, [("State", 4.0, 40), ("City", 3.125, 30)]),
    ]
    found = taxes_by_rate(_session(390), lines)
    told = [(each["name"], each["percent"], each["net_cents"], each["tax_cents"]) for each in found]
    assert told == [("VAT", "19", 1680, 320), ("State", "4", 930, 40), ("City", "3.125", 930, 30)]


def test_rates_that_do_not_come_to_the_tax_of_the_whole_are_not_believed():
    assert taxes_by_rate(_session(161), [_line(160, [("VAT", 19.0, 160)])]) is None
    assert taxes_by_rate(_session(0), [_line(0, [("VAT", 0.0, 0)])]) is None


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
    assert order.invoices.get().taxes == order.taxes == [_vat(1008, 192)]
    assert Copy.objects.get().tax_cents == 192
