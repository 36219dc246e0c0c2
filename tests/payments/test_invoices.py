"""Invoices: numbered without a gap, never rewritten, followed by credit notes, and private."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from payments import money, till
from payments.invoice_pdf import _spelling, draw_invoice
from payments.models import Copy, Invoice, InvoiceSeries, Order, Refund
from payments.paper import SERIF, address, plain
from tests.payments.conftest import at_once, heard, place

FAILING_REFUND = "4000000000005126"


@pytest.fixture
def buy(at_stripe):
    def buying(buyer, item, card="4242424242424242"):
        order = place(buyer, item)
        at_stripe.pay(till.send_to_stripe(order), card)
        heard(at_stripe)
        money.follow(Order.objects.get(pk=order.pk))
        return Order.objects.get(pk=order.pk)

    return buying


def _give_back(order):
    copies = Copy.objects.filter(order_line__order=order)
    money.carry_out(Refund.ask(order, copies, reason=Refund.Reason.ASKED_FOR))


def test_paid_order_has_one_invoice_with_what_was_sold(buy, mira, make_item, settings):
    settings.SELLER = {**settings.SELLER, "name": "The House"}
    order = buy(mira, make_item(name="Cinderveil", price_cents=1200, edition_size=9))
    till.sweep()
    invoice = order.invoices.get()
    assert (invoice.kind, invoice.total_cents, invoice.buyer_email) == ("invoice", 1200, mira.email)
    assert invoice.seller["name"] == "The House"
    line = invoice.lines[0]
    assert (line["name"], line["serials"], line["unit_cents"]) == ("Cinderveil", [1], 1200)


def test_refund_is_followed_by_a_credit_note(buy, mira, make_item):
    order = buy(mira, make_item(price_cents=1200))
    _give_back(order)
    money.follow(order)
    kinds = list(order.invoices.order_by("pk").values_list("kind", "total_cents"))
    assert kinds == [("invoice", 1200), ("credit", -1200)]


def test_failed_refund_reverses_its_credit_note(buy, at_stripe, mira, make_item):
    order = buy(mira, make_item(price_cents=1200), card=FAILING_REFUND)
    _give_back(order)
    at_stripe.advance(61)
    heard(at_stripe)
    kinds = list(order.invoices.order_by("pk").values_list("kind", "total_cents"))
    assert kinds == [("invoice", 1200), ("credit", -1200), ("reversal", 1200)]
    assert sum(invoice.total_cents for invoice in order.invoices.all()) == 1200


@pytest.mark.invariant(3, "20 invoices at once, a quarter rolled back")
@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_leave_no_gap_and_those_that_fail_take_no_number():
    class ChangedItsMind(Exception):
        pass

    def take(n):
        with transaction.atomic():
            number = InvoiceSeries.take(2026)
            if n % 4 == 0:
                raise ChangedItsMind
            return number

    taken = [each for each in at_once(20, take) if isinstance(each, int)]
    assert sorted(taken) == list(range(1, 16))


def test_database_refuses_to_rewrite_an_invoice(buy, mira, make_item):
    order = buy(mira, make_item())
    for attempt in (lambda: order.invoices.update(total_cents=1), order.invoices.all().delete):
        with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
            attempt()
    assert not connection.in_atomic_block


def test_pdf_is_one_and_says_the_number(buy, client, mira, make_item):
    order = buy(mira, make_item(name="Ember & Ash <b>"))
    invoice = order.invoices.get()
    client.force_login(mira)
    reply = client.get(invoice.get_absolute_url())
    assert reply["Content-Type"] == "application/pdf"
    assert reply.content.startswith(b"%PDF-")
    assert invoice.number in reply["Content-Disposition"]
    assert draw_invoice(invoice) == reply.content
    assert invoice.number in client.get(order.get_absolute_url()).text


@pytest.mark.parametrize("name", ["Łukasz Żółć", "Ελένη Ἀθηνᾶ", "Кирилл", "Đặng Țară", "€ − ’ – №"])
def test_invoice_has_the_letters_of_europe(name):
    assert plain(name) == name


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("火 花子", "Huo HuaZi"),
        ("محمد", "mhmd"),
        ("שלום", "slvm"),
        ("김민준", "GimMinJun"),
        ("Пепел \u202e<b>", "Пепел &lt;b&gt;"),
    ],
)
def test_names_in_other_scripts_are_written_in_latin_letters(name, printed):
    assert plain(name) == printed


def test_each_type_is_asked_for_its_own_letters():
    assert plain("Ωμέγα", SERIF) == "Omega"


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("mira@例え.jp", "mira@xn--r8jz45g.jp"),
        ("mira@ashes.example", "mira@ashes.example"),
        ("mira@a..b", "mira@a..b"),
    ],
)
def test_address_is_printed_as_it_travels(given, printed):
    assert address(given) == printed


def test_paper_says_where_names_stand_that_it_cannot_spell(buy, mira, make_item):
    invoice = buy(mira, make_item(name="火 Пепел \u202e")).invoices.get()
    assert draw_invoice(invoice).startswith(b"%PDF-")
    assert invoice.order.get_absolute_url() in _spelling(invoice)
    invoice.lines[0]["name"] = "Пепел"
    assert _spelling(invoice) == ""


def test_strangers_and_wrong_numbers_are_404(buy, client, mira, kael, make_item):
    order = buy(mira, make_item())
    address = order.invoices.get().get_absolute_url()
    client.force_login(kael)
    assert client.get(address).status_code == 404
    client.force_login(mira)
    wrong = reverse("payments:invoice_detail", args=[order.number, "R-2026-999999"])
    assert client.get(wrong).status_code == 404


def test_quarantined_order_has_no_invoice_and_its_refund_no_credit_note(at_stripe, mira, make_item):
    order = place(mira, make_item())
    url = till.send_to_stripe(order)
    order.lines.update(unit_price_cents=1)
    at_stripe.pay(url)
    heard(at_stripe)
    order.refresh_from_db()
    money.follow(order)
    money.carry_out(Refund.ask(order, [], reason=Refund.Reason.ASKED_FOR))
    assert not Invoice.objects.exists()
