"""Codes: shown on our page, counted under a guard, exact to the cent at Stripe, and not guessed."""

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from payments import money, till
from payments.consent import Consent
from payments.models import Copy, Coupon, NotPlaced, Order, Refund, WrongCode
from payments.models.coupon import WRONG_TRIES, shared_out
from tests.payments.conftest import at_once, fill_bag, heard


@pytest.fixture
def coupon(db):
    return Coupon.objects.create(code="EMBER-10", percent=10)


def _use(bag, coupon):
    bag.coupon = coupon
    bag.save()
    return bag


def _place(user, total, coupon, *items, quantity=1):
    bag = _use(fill_bag(user, *items, quantity=quantity), coupon)
    return Order.place(user, bag, Consent(total))


def _said(reply):
    return [str(message) for message in get_messages(reply.wsgi_request)]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.integers(1, 9999), min_size=1, max_size=8), st.integers(0, 100))
def test_shares_come_to_the_whole_and_never_over_their_own_weight(among, percent):
    cents = sum(among) * percent // 100
    parts = shared_out(cents, among)
    assert sum(parts) == cents
    assert all(0 <= part <= weight for part, weight in zip(parts, among, strict=True))


def test_code_is_found_however_it_is_typed_and_shown_on_the_bag(client, mira, make_item, coupon):
    fill_bag(mira, make_item(price_cents=1250))
    client.force_login(mira)
    reply = client.post(reverse("payments:code_create"), {"code": " ember-10 "})
    assert _said(reply) == ["EMBER-10 is in the bag: 10% off."]
    page = client.get(reverse("payments:bag_detail")).text
    assert "€1.25" in page and "Pay €11.25" in page
    client.post(reverse("payments:code_delete"))
    assert "Pay €12.50" in client.get(reverse("payments:bag_detail")).text


@pytest.mark.invariant(7, "a code")
def test_reduced_order_is_paid_to_the_cent(at_stripe, mira, make_item, coupon):
    first, second = make_item(price_cents=333), make_item(price_cents=1001)
    order = _place(mira, 1201, coupon, first, second)
    assert (order.discount_cents, order.total_cents) == (133, 1201)
    assert at_stripe.pay(till.send_to_stripe(order)).paid
    heard(at_stripe)
    order.refresh_from_db()
    assert (order.state, order.country) == ("paid", "DE")
    assert sum(copy.paid_cents for copy in Copy.objects.all()) == 1201
    assert sum(line["unit_cents"] * line["quantity"] for line in order.invoices.get().lines) == 1201


def test_reduced_copy_gives_back_what_was_paid_for_it(at_stripe, mira, make_item, coupon):
    order = _place(mira, 1800, coupon, make_item(price_cents=1000), quantity=2)
    at_stripe.pay(till.send_to_stripe(order))
    heard(at_stripe)
    order = Order.objects.get(pk=order.pk)
    money.follow(order)
    for copy in Copy.objects.order_by("serial"):
        money.carry_out(Refund.ask(order, [copy], reason=Refund.Reason.ASKED_FOR))
    order.refresh_from_db()
    assert (order.state, order.refunded_cents) == ("refunded", 1800)


def test_free_order_is_settled_without_a_payment(at_stripe, mira, make_item):
    free = Coupon.objects.create(code="GIFT", percent=100)
    order = _place(mira, 0, free, make_item())
    at_stripe.pay(till.send_to_stripe(order))
    heard(at_stripe)
    order.refresh_from_db()
    assert order.state == "paid"
    assert Copy.objects.get().owner == mira
    assert not order.movements.exists()


def test_ten_buyers_and_three_uses_are_three_orders(make_buyers, make_item, transactional_db):
    item = make_item(edition_size=50, price_cents=1000)
    coupon = Coupon.objects.create(code="FEW", amount_cents=100, most_uses=3)
    buyers = make_buyers(10)
    results = at_once(10, lambda n: _place(buyers[n], 900, coupon, item))
    assert sum(isinstance(result, Order) for result in results) == 3
    assert sum(isinstance(result, NotPlaced) for result in results) == 7
    coupon.refresh_from_db()
    item.refresh_from_db()
    assert (coupon.uses, item.held) == (3, 3)


def test_order_that_ends_unpaid_gives_the_use_back(mira, make_item):
    coupon = Coupon.objects.create(code="ONE", amount_cents=100, most_uses=1)
    order = _place(mira, 1100, coupon, make_item(price_cents=1200))
    order.cancel("You cancelled it.")
    coupon.refresh_from_db()
    assert coupon.uses == 0
    assert Coupon.objects.named("ONE") == coupon


def test_member_uses_a_code_once(client, mira, make_item, coupon):
    order = _place(mira, 1080, coupon, make_item(price_cents=1200))
    Order.objects.filter(pk=order.pk).update(paid_at=order.placed_at)
    client.force_login(mira)
    reply = client.post(reverse("payments:code_create"), {"code": "EMBER-10"})
    assert reply.status_code == 422 and "You have used EMBER-10 already." in reply.text
    with pytest.raises(NotPlaced, match="used EMBER-10 already"):
        _place(mira, 1080, coupon, make_item(price_cents=1200))


def test_code_that_was_used_leaves_the_bag_and_one_that_waits_to_be_paid_stays(
    client, mira, make_item, coupon
):
    item = make_item(price_cents=1200)
    order = _place(mira, 1080, coupon, item)
    client.force_login(mira)
    address = reverse("payments:bag_detail")
    assert "Take EMBER-10 out" in client.get(address).text
    Order.objects.filter(pk=order.pk).update(paid_at=order.placed_at)
    page = client.get(address).text
    assert "EMBER-10 is out of the bag: you have used it already." in page
    assert "Pay €12.00" in page
    _use(mira_bag := fill_bag(mira, item), Coupon.objects.create(code="LATE", percent=50))
    Coupon.objects.filter(code="LATE").update(is_active=False)
    assert "LATE is out of the bag: its time is over" in client.get(address).text
    mira_bag.refresh_from_db()
    assert mira_bag.coupon is None


def test_code_whose_time_is_over_stops_the_order_with_a_sentence(mira, make_item, coupon):
    bag = _use(fill_bag(mira, make_item(price_cents=1000)), coupon)
    Coupon.objects.update(is_active=False)
    with pytest.raises(NotPlaced, match="its time is over"):
        Order.place(mira, bag, Consent(900))
    assert not Order.objects.exists()


@pytest.mark.parametrize("code", ["NOPE", "", "x" * 40, "'; --", "\x00"])
def test_unknown_code_is_refused_with_one_sentence(client, mira, make_item, code):
    fill_bag(mira, make_item())
    client.force_login(mira)
    reply = client.post(reverse("payments:code_create"), {"code": code})
    assert reply.status_code == 422
    assert "There is no such code, its time is over, or it has been used up." in reply.text


def test_mistyped_code_stays_in_its_open_field_beside_the_sentence(client, mira, make_item):
    fill_bag(mira, make_item())
    client.force_login(mira)
    page = client.post(reverse("payments:code_create"), {"code": "EMBR-10"}).text
    assert 'value="EMBR-10"' in page and '<details class="facet" open>' in page


def test_guessing_codes_ends_with_429(client, mira, coupon):
    client.force_login(mira)
    for _ in range(WRONG_TRIES):
        client.post(reverse("payments:code_create"), {"code": "GUESS"})
    assert client.post(reverse("payments:code_create"), {"code": "EMBER-10"}).status_code == 429
    assert WrongCode.objects.count() == WRONG_TRIES


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"percent": 10, "amount_cents": 10},
        {"percent": 0},
        {"percent": 101},
        {"amount_cents": 0},
    ],
)
def test_database_refuses_a_coupon_that_makes_no_sense(db, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.create(code="ODD", **fields)


def test_shopkeeper_makes_a_code(client, ash):
    client.force_login(ash)
    add = reverse("admin:payments_coupon_add")
    assert "in cents: 500 takes 5.00 off" in client.get(add).text
    typed = {"code": "HEARTH", "percent": "15", "amount_cents": "5", "is_active": "on"}
    assert "either a percentage or an amount" in client.post(add, typed).text
    del typed["amount_cents"]
    assert client.post(add, typed).status_code == 302
    assert Coupon.objects.get().in_words == "15% off"
