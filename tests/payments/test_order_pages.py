"""The receipt is the buyer's, true, and mailed; other orders say what became of them."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from payments.models import Copy, Order, Refund
from payments.models.numbering import number_copies
from payments.tasks import send_receipt, send_refund_notice
from tests.payments.conftest import place


def _paid(user, *items, **kwargs):
    """An order as settling leaves it."""
    order = place(user, *items, **kwargs)
    for line in order.lines.select_related("item"):
        line.item.sell_held_stock(line.quantity)
        number_copies(line, line.item, user)
    Order.objects.filter(pk=order.pk).update(paid_at=timezone.now(), paid_with="card ending 4242")
    order.refresh_from_db()
    return order


@pytest.mark.parametrize("page", ["order_detail", "return_detail"])
def test_stranger_gets_404_for_an_order(client, mira, kael, make_item, page):
    order = place(mira, make_item())
    client.force_login(kael)
    assert client.get(reverse(f"payments:{page}", args=[order.number])).status_code == 404


def test_stranger_cannot_cancel_an_order(client, mira, kael, make_item):
    order = place(mira, make_item())
    client.force_login(kael)
    address = reverse("payments:cancellation_create", args=[order.number])
    assert client.post(address).status_code == 404
    order.refresh_from_db()
    assert order.state == "waiting"


def test_visitor_is_asked_to_sign_in_first(client, mira, make_item):
    order = place(mira, make_item())
    assert client.get(order.get_absolute_url()).status_code == 302


def test_receipt_shows_numbers_sums_and_whose_it_is(client, mira, make_item):
    brood = make_item(name="The Brood", price_cents=2400, edition_size=500)
    order = _paid(mira, brood, make_item(name="First Feather", price_cents=300))
    client.force_login(mira)
    page = client.get(order.get_absolute_url()).text
    for fact in [
        order.number,
        "Number 1 of 500",
        "€24.00",
        "€27.00",
        "Paid by card ending 4242",
        "Entered in the name of mira",
        "They are yours now",
    ]:
        assert fact in page


def test_receipt_of_one_piece_speaks_of_one(client, mira, make_item):
    order = _paid(mira, make_item())
    client.force_login(mira)
    assert "It is yours now" in client.get(order.get_absolute_url()).text


def test_receipt_keeps_the_price_that_was_paid(client, mira, make_item):
    item = make_item(name="The Brood", price_cents=2400)
    order = _paid(mira, item)
    type(item).objects.filter(pk=item.pk).update(name="Renamed", price_cents=9900)
    client.force_login(mira)
    page = client.get(order.get_absolute_url()).text
    assert "€24.00" in page and "The Brood" in page and "€99.00" not in page


def test_tick_pattern_is_drawn_from_the_number(client, mira, make_item):
    order = _paid(mira, make_item())
    client.force_login(mira)
    first, second = (client.get(order.get_absolute_url()).text for _ in range(2))
    ticks = re.search(r'<path fill="currentColor" d="(M0 0h[^"]+)"', first).group(1)
    assert len(ticks) > 500 and ticks in second


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "is not paid yet. Its copies are held for you until"),
        ({"pending_at": timezone.now()}, "the money is on its way"),
        (
            {"quarantined_at": timezone.now(), "quarantine_reason": "Paid 1 cents."},
            "Nothing you paid for is lost, and you need not pay again.",
        ),
        (
            {"cancelled_at": timezone.now(), "cancelled_because": "It was not paid in time."},
            "It was not paid in time.",
        ),
    ],
)
def test_order_that_is_not_paid_says_what_became_of_it(client, mira, make_item, change, sentence):
    order = place(mira, make_item())
    Order.objects.filter(pk=order.pk).update(**change)
    client.force_login(mira)
    page = client.get(order.get_absolute_url()).text
    assert sentence in page
    assert "yours now" not in page and "Paid 1 cents." not in page


def test_receipt_goes_out_as_text_and_html_with_the_rights_notice(mira, make_item, settings):
    order = _paid(mira, make_item(name="The Brood & Co", edition_size=500), quantity=2)
    send_receipt(order.pk)
    message = mail.outbox[0]
    (html, kind), *_ = message.alternatives
    assert message.to == [mira.email] and message.subject == f"Receipt {order.number}"
    assert kind == "text/html"
    for body in (message.body, html):
        assert "No. 1 / 500" in strip_tags(body) and "No. 2 / 500" in strip_tags(body)
        assert "€24.00" in body and order.number in body
        assert settings.RIGHTS_NOTICE in body
        assert settings.SITE_URL + order.get_absolute_url() in body
    assert "The Brood & Co" in message.body and "The Brood &amp; Co" in html


@pytest.mark.parametrize("words", ["cinder", "{number}", "{tail}"])
def test_order_is_found_by_number_or_piece(client, mira, kael, make_item, words):
    piece = make_item(name="Cinderveil")
    mine, theirs = place(mira, piece), place(kael, piece)
    client.force_login(mira)
    asked = {"q": words.format(number=mine.number, tail=mine.number[-6:])}
    page = client.get(reverse("payments:locker_orders"), asked).text
    assert mine.number in page and theirs.number not in page


def test_search_for_an_order_that_is_not_there_says_so(client, mira, make_item):
    place(mira, make_item())
    client.force_login(mira)
    page = client.get(reverse("payments:locker_orders"), {"q": "<b>%_"}).text
    assert "No order like that" in page and "&lt;b&gt;%_" in page


def test_refund_is_explained(mira, make_item):
    order = place(mira, make_item())
    refund = Refund.objects.create(order=order, amount_cents=1200, reason="late")
    send_refund_notice(refund.pk)
    assert "came after the order had ended" in mail.outbox[0].body
    assert "€12.00" in mail.outbox[0].body


def test_sold_copy_keeps_its_number_when_its_owner_leaves(mira, make_item):
    _paid(mira, make_item())
    mira.delete()
    copy = Copy.objects.get()
    assert (copy.serial, copy.owner) == (1, None)
    assert Order.objects.get().buyer is None
