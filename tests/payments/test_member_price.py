"""What members pay: the same sum in bag, order, line and at Stripe; and public pages for all."""

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Item
from payments.consent import Consent
from payments.gateway.checkout import _params
from payments.models import Coupon, Membership, NotPlaced, Order
from payments.models.offer import member_off, price_for
from tests.payments.club import membership
from tests.payments.conftest import fill_bag


@pytest.fixture
def member(mira):
    membership(mira)
    return mira


def test_member_pays_a_tenth_less_and_nobody_else_does(member, kael, make_item):
    item = make_item(price_cents=2400)
    assert [price_for(item, user) for user in (member, kael, None)] == [2160, 2400, 2400]


@given(cents=st.integers(1, 10**7), percent=st.integers(0, 90))
def test_a_part_of_a_cent_is_never_taken_off(cents, percent):
    with override_settings(CLUB_DISCOUNT_PERCENT=percent):
        off = member_off(Item(price_cents=cents))
    assert 0 <= off * 100 <= cents * percent < (off + 1) * 100
    assert cents - off > 0


def test_bag_order_line_and_stripe_agree_to_the_cent(client, member, make_item):
    odd, even = make_item(price_cents=333), make_item(price_cents=1200)
    bag = fill_bag(member, odd)
    bag.put(even, 2)
    client.force_login(member)
    page = client.get("/bag/").text
    assert "€27.33" in page and "−€2.73" in page and "Pay €24.60" in page
    order = Order.place(member, bag, Consent(300 + 2 * 1080))
    assert [line.as_sold[1:] for line in order.lines.all()] == [(300, 1), (1080, 2)]
    assert order.member_off_cents == 273
    sent = _params(order, order.open_attempt())["line_items"]
    assert [line["price_data"]["unit_amount"] for line in sent] == [300, 1080]


def test_code_is_reckoned_on_what_members_pay(member, make_item):
    bag = fill_bag(member, make_item(price_cents=1000))
    bag.coupon = Coupon.objects.create(code="HALF", percent=50)
    bag.save()
    assert Order.place(member, bag, Consent(450)).total_cents == 450


def test_list_price_in_the_form_is_refused_for_a_member_and_the_other_way(member, kael, make_item):
    item = make_item(price_cents=1200)
    for buyer, wrong in ((member, 1200), (kael, 1080)):
        with pytest.raises(NotPlaced, match="another sum"):
            Order.place(buyer, fill_bag(buyer, item), Consent(wrong))


def test_order_keeps_its_price_when_membership_ends(member, make_item):
    order = Order.place(member, fill_bag(member, make_item(price_cents=1200)), Consent(1080))
    Membership.objects.update(status="canceled", ended_at=timezone.now())
    order.refresh_from_db()
    assert (order.total_cents, order.lines.get().unit_price_cents) == (1080, 1080)
    assert not order.still_serves(fill_bag(member))


def test_public_page_shows_both_prices_to_everyone_alike(client, member, make_item):
    item = make_item(price_cents=2400)
    address = item.get_absolute_url()
    before = client.get(address).content
    client.force_login(member)
    assert client.get(address).content == before
    assert b"\xe2\x82\xac21.60 for members" in before


def test_no_member_price_is_shown_where_none_is_given(client, make_item, settings):
    settings.CLUB_DISCOUNT_PERCENT = 0
    assert "for members" not in client.get(make_item().get_absolute_url()).text
