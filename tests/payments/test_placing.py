"""Placing holds what is in the bag, copies what was seen, or says why it cannot."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import Item
from payments.consent import CONSENT, Consent
from payments.models import CheckoutAttempt, NotPlaced, Order
from tests.payments.conftest import at_once, fill_bag, place


def test_order_copies_names_and_prices_and_holds_the_stock(mira, make_item):
    item = make_item(name="The Brood", kind="loading-screen", rarity="legendary")
    order = place(mira, item, quantity=2)
    line = order.lines.get()
    Item.objects.filter(pk=item.pk).update(name="Renamed", price_cents=1)
    assert line.as_sold == ("The Brood", 1200, 2)
    assert line.kind == "Legendary loading screen"
    assert order.total_cents == 2400
    item.refresh_from_db()
    assert (item.held, item.sold) == (2, 0)


def test_order_keeps_the_consent_with_its_version_and_time(mira, make_item):
    order = place(mira, make_item())
    assert order.consent_text == CONSENT
    assert order.consent_version and order.terms_version
    assert abs((timezone.now() - order.consented_at).total_seconds()) < 5


def test_order_number_can_be_read_out(mira, make_item):
    number = place(mira, make_item()).number
    assert number.startswith(f"AC-{timezone.localdate().year}-") and number[8:].isdigit()


def test_bag_is_kept_until_the_order_is_paid(mira, make_item):
    item = make_item()
    place(mira, item)
    assert fill_bag(mira).lines.get().item == item


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sold": 10}, "All 10 of The Brood are taken."),
        ({"held": 10}, "The last copies of The Brood are spoken for."),
        ({"sold": 9}, "Only 1 of The Brood is left."),
        ({"retired_at": timezone.now()}, "The Brood is retired and no longer sold."),
        ({"opens_at": timezone.now() + timedelta(days=1)}, "has not opened yet."),
        ({"opens_at": None}, "has not opened yet."),
        ({"opens_at": None, "uses_epic_ip": True}, "The rights in The Brood are not settled"),
    ],
)
def test_checkout_asks_again_and_holds_nothing(mira, make_item, change, sentence):
    first, item = make_item(), make_item(name="The Brood")
    bag = fill_bag(mira, first, item, quantity=2)
    Item.objects.filter(pk=item.pk).update(**change)
    with pytest.raises(NotPlaced, match=sentence):
        Order.place(mira, bag, Consent(4800))
    assert not Order.objects.exists()
    assert Item.objects.get(pk=first.pk).held == 0


def test_empty_bag_is_not_an_order(mira):
    with pytest.raises(NotPlaced, match="Your bag is empty"):
        Order.place(mira, fill_bag(mira), Consent(0))


def test_changed_price_is_shown_before_it_is_asked_for(mira, make_item):
    with pytest.raises(NotPlaced, match="comes to another sum"):
        Order.place(mira, fill_bag(mira, make_item(price_cents=1300)), Consent(1200))


def test_same_bag_placed_again_is_the_same_order(mira, make_item):
    item = make_item()
    assert place(mira, item) == place(mira, item)
    assert Item.objects.get(pk=item.pk).held == 1


def test_cancelled_order_gives_its_copies_back_once(mira, make_item):
    item = make_item()
    order = place(mira, item, quantity=3)
    assert order.cancel("You cancelled it.")
    assert not order.cancel("You cancelled it.")
    assert Item.objects.get(pk=item.pk).held == 0


def test_cancelled_order_cannot_be_sent_to_stripe(mira, make_item):
    order = place(mira, make_item())
    order.cancel("You cancelled it.")
    with pytest.raises(NotPlaced, match="can no longer be paid"):
        order.open_attempt()


def test_order_has_one_open_attempt(mira, make_item):
    order = place(mira, make_item())
    assert order.open_attempt() == order.open_attempt()
    with pytest.raises(IntegrityError, match="attempt_one_open"), transaction.atomic():
        CheckoutAttempt.objects.create(order=order, expires_at=order.expires_at)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("order_is_free_by_a_code_only", {"total_cents": 0}),
        ("order_paid_is_final", {"paid_at": timezone.now(), "cancelled_at": timezone.now()}),
        ("order_quarantine_has_a_reason", {"quarantined_at": timezone.now()}),
        ("order_currency_is_known", {"currency": "jpy"}),
    ],
)
def test_database_refuses_books_that_do_not_add_up(mira, make_item, constraint, change):
    order = place(mira, make_item())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(**change)


@pytest.mark.invariant(6, "50 buyers at once")
@pytest.mark.django_db(transaction=True)
def test_sold_and_held_never_exceed_the_edition_under_fifty_buyers(make_item, make_buyers):
    first, second = make_item(edition_size=10), make_item(edition_size=10)
    buyers = make_buyers(50)
    results = at_once(50, lambda n: place(buyers[n], *_in_either_order(n, first, second)))
    placed = [order for order in results if isinstance(order, Order)]
    refused = [error for error in results if isinstance(error, NotPlaced)]
    assert len(placed) == 10
    assert len(refused) == 40, [r for r in results if not isinstance(r, Order | NotPlaced)]
    assert set(Item.objects.values_list("held", flat=True)) == {10}


def _in_either_order(number, first, second):
    return (first, second) if number % 2 else (second, first)


@pytest.mark.django_db(transaction=True)
def test_two_buyers_and_one_copy_make_one_order(mira, kael, make_item):
    item = make_item(edition_size=1)
    buyers = [mira, kael]
    results = at_once(2, lambda n: place(buyers[n], item))
    assert sorted(type(result).__name__ for result in results) == ["NotPlaced", "Order"]


@pytest.mark.django_db(transaction=True)
def test_double_click_places_one_order(mira, make_item):
    item = make_item()
    fill_bag(mira, item)
    results = at_once(4, lambda n: place(mira, item))
    assert len({order.pk for order in results}) == 1
    assert Item.objects.get(pk=item.pk).held == 1
