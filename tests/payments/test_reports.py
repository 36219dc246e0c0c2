"""The shopkeeper's pages: what waits for a person, what was sold, what is held."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from catalog.models import ItemSet
from payments.models import BagLine, Copy, Order, StripeEvent
from payments.models.numbering import number_copies
from tests.payments.club import bill, membership
from tests.payments.conftest import place


def _sold(buyer, item, quantity=1):
    order = place(buyer, item, quantity=quantity)
    line = order.lines.get()
    item.sell_held_stock(quantity)
    number_copies(line, item, buyer)
    Order.objects.filter(pk=order.pk).update(paid_at=timezone.now())
    BagLine.objects.all().delete()
    return order


@pytest.fixture
def shop(client, ash, mira, make_item):
    clutch = ItemSet.objects.create(name="Clutch", slug="clutch")
    _sold(mira, make_item(name="Cinderveil", price_cents=1200, item_set=clutch), quantity=2)
    _sold(mira, make_item(name="=First Feather", price_cents=300))
    back = Copy.objects.filter(item__name="Cinderveil").first()
    Copy.objects.filter(pk=back.pk).update(returned_at=timezone.now())
    client.force_login(ash)
    return client


def test_sales_are_told_by_piece_set_and_day(shop):
    page = shop.get(reverse("admin:payments_order_sales")).text
    assert "3 copies for €27.00; €12.00 was given back" in page
    assert page.count("<rect") == 30
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page
    for words in ("Cinderveil", "Of no set", "By day"):
        assert words in page


def test_sales_are_had_as_csv_without_formulas(shop):
    reply = shop.get(reverse("admin:payments_order_sales") + "?csv=1")
    rows = list(csv.reader(StringIO(reply.text)))
    assert ["Cinderveil", "2", "24.00", "", "1", "12.00", "", "12.00", "", ""] in rows
    assert ["'=First Feather", "1", "3.00", "", "0", "0.00", "", "3.00", "", ""] in rows


def test_tax_is_told_of_what_was_taken_given_back_and_left(shop):
    Copy.objects.filter(item__name="Cinderveil").update(tax_cents=192)
    reply = shop.get(reverse("admin:payments_order_sales") + "?csv=1")
    rows = list(csv.reader(StringIO(reply.text)))
    row = ["Cinderveil", "2", "24.00", "3.84", "1", "12.00", "1.92", "12.00", "1.92", "10.08"]
    assert row in rows
    page = shop.get(reverse("admin:payments_order_sales")).text
    assert "Of the €15.00 that is left, €1.92 is tax." in page
    assert "1 copy was sold without Stripe Tax" in page and "<td>€10.08</td>" in page


def test_what_members_paid_is_told_by_plan(shop, kael):
    membership(kael, bills=(bill(amount_cents=600, tax_cents=96),))
    reply = shop.get(reverse("admin:payments_order_sales"), {"csv": 1})
    rows = list(csv.reader(StringIO(reply.text)))
    row = ["The Club, a month", "1", "6.00", "0.96", "0", "0.00", "", "6.00", "0.96", "5.04"]
    assert row in rows


@pytest.mark.parametrize(
    "span", ["first=x", "first=2026-02-01&last=2026-01-01", "first=0001-01-01"]
)
def test_span_that_makes_no_sense_is_explained(shop, span):
    reply = shop.get(reverse("admin:payments_order_sales") + f"?{span}")
    assert reply.status_code == 422


def test_work_and_holds_are_shown_with_the_way_to_them(shop, kael, make_item):
    held = place(kael, make_item(name="Long Wait"))
    Order.objects.filter(pk=held.pk).update(
        quarantined_at=timezone.now(), quarantine_reason="Paid too much."
    )
    StripeEvent.objects.create(
        event_id="evt_1", type="x", received_at=timezone.now().replace(year=2020)
    )
    page = shop.get(reverse("admin:payments_order_work")).text
    assert "?state=quarantined" in page and "handled_at__isempty" in page
    assert "Long Wait" in page


def test_letters_that_wait_too_long_are_work(shop, mira):
    queue.configure_task("accounts.tasks.send_letter").defer(subject="x")
    waits = "Letters that wait</th><td>0<"
    assert waits in shop.get(reverse("admin:payments_order_work")).text
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '1 hour'")
    assert waits not in shop.get(reverse("admin:payments_order_work")).text


@pytest.mark.parametrize("report", ["sales", "work"])
def test_only_who_may_see_orders_sees_reports(client, kael, report):
    kael.is_staff = True
    kael.save()
    client.force_login(kael)
    assert client.get(reverse(f"admin:payments_order_{report}")).status_code == 403


@pytest.mark.parametrize("report", ["sales", "work"])
def test_reports_cost_the_same_for_two_pieces_and_for_many(
    shop, mira, make_item, django_assert_max_num_queries, report
):
    for _ in range(8):
        _sold(mira, make_item())
    with django_assert_max_num_queries(20):
        shop.get(reverse(f"admin:payments_order_{report}"))
