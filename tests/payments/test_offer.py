"""What may be bought, by whom and how often: asked at the bag, and again before copies are held."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from catalog.models import Item
from payments.consent import Consent
from payments.membership import may_enter_early
from payments.models import BagLine, Copy, NotPlaced, Order
from payments.models.allowance import Share, shares_of
from payments.models.offer import why_not_for_sale
from tests.payments.club import membership
from tests.payments.conftest import at_once, fill_bag, place

DAY = timedelta(days=1)


def _put(client, item, quantity=1):
    address = reverse("payments:bag_line_create")
    response = client.post(address, {"item": item.slug, "quantity": quantity})
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def test_who_is_no_member_does_not_enter_early(mira, ash):
    assert not any(may_enter_early(user) for user in (None, mira, ash))


def test_early_hours_are_closed_to_who_is_no_member_with_a_sentence(client, mira, make_item):
    opens_at = timezone.now() + DAY / 2
    item = make_item(name="The Brood", opens_at=opens_at, early_access_hours=24)
    client.force_login(mira)
    said = f"Members first: The Brood opens to everyone on {opens_at:%-d %B %Y, %H:%M} UTC."
    assert _put(client, item) == said
    assert not BagLine.objects.exists()
    with pytest.raises(NotPlaced, match="Members first"):
        place(mira, item)


def test_members_first_is_said_in_the_buy_box(client, make_item):
    item = make_item(opens_at=timezone.now() + 9 * DAY, early_access_hours=24)
    page = client.get(item.get_absolute_url()).text
    assert "Members first: the 24 hours before" in page
    assert "Join the Club" in page and "Add to bag" not in page


def test_early_hours_show_members_the_way_in_and_everyone_the_moment(client, make_item):
    opens_at = timezone.now() + DAY / 2
    page = client.get(make_item(opens_at=opens_at, early_access_hours=24).get_absolute_url()).text
    assert "Members: add to bag" in page
    assert f"it opens to everyone on {opens_at:%-d %B %Y, %H:%M} UTC" in page


def test_members_enter_early(client, mira, make_item):
    membership(mira)
    item = make_item(opens_at=timezone.now() + DAY / 2, early_access_hours=24)
    assert why_not_for_sale(item).startswith("Members first")
    client.force_login(mira)
    assert _put(client, item).endswith("is in the bag.")
    bag = fill_bag(mira, item)
    assert Order.place(mira, bag, Consent(1080)).state == "waiting"


@pytest.mark.parametrize("change", ["retired_at", "ends_at"])
def test_copy_of_a_retired_or_ended_piece_goes_in_no_bag(client, make_item, change):
    item = make_item(name="The Brood", **{change: timezone.now()})
    assert "The Brood" in _put(client, item)
    assert not BagLine.objects.exists()


@pytest.mark.parametrize("change", ["retired_at", "ends_at"])
def test_held_copy_can_still_be_paid_for(client, mira, make_item, change):
    item = make_item()
    order = place(mira, item)
    Item.objects.filter(pk=item.pk).update(**{change: timezone.now()})
    client.force_login(mira)
    page = client.get("/bag/").text
    assert "Pay €12.00" in page and "Not everything here" not in page
    assert place(mira, item) == order


def test_piece_that_ended_while_in_the_bag_is_named(client, mira, make_item):
    item = make_item(name="Kiln Heart")
    fill_bag(mira, item)
    Item.objects.filter(pk=item.pk).update(ends_at=timezone.now())
    client.force_login(mira)
    assert "The edition of Kiln Heart ended on" in client.get("/bag/").text


def test_bag_takes_no_more_than_a_member_may_have(client, mira, make_item):
    item = make_item(name="The Brood", per_member_limit=2)
    client.force_login(mira)
    assert _put(client, item, 3) == "A member may have 2 copies of The Brood."
    assert _put(client, item, 2) == "The Brood is in the bag."


def test_limit_counts_what_is_owned(client, mira, make_item):
    item = make_item(name="The Brood", per_member_limit=2)
    Copy.objects.create(item=item, serial=1, owner=mira)
    client.force_login(mira)
    said = "A member may have 2 copies of The Brood; 1 is yours already."
    assert _put(client, item, 2) == said
    assert _put(client, item, 1) == "The Brood is in the bag."


def test_limit_counts_what_waits_for_a_bank(mira, make_item):
    item = make_item(per_member_limit=1)
    place(mira, item).wait_for_bank()
    assert shares_of(mira, [item.pk]) == {item.pk: Share(had=1)}
    with pytest.raises(NotPlaced, match="1 is yours already"):
        place(mira, item)


def test_held_copies_count_once_beside_the_bag_that_holds_them(client, mira, make_item):
    item = make_item(per_member_limit=1)
    place(mira, item)
    assert shares_of(mira, [item.pk]) == {item.pk: Share(held=1)}
    client.force_login(mira)
    assert "Pay €12.00" in client.get("/bag/").text


def test_cancelled_order_counts_no_more(mira, make_item):
    item = make_item(per_member_limit=1)
    place(mira, item).cancel("You cancelled it.")
    assert place(mira, item).state == "waiting"


def test_visitors_bag_over_the_limit_is_named_after_signing_in(client, mira, make_item):
    item = make_item(name="The Brood", per_member_limit=1)
    _put(client, item)
    Copy.objects.create(item=item, serial=1, owner=mira)
    client.force_login(mira)
    assert "A member may have 1 copy of The Brood; 1 is yours already." in client.get("/bag/").text


@pytest.mark.django_db(transaction=True)
def test_two_tabs_cannot_place_more_than_a_member_may_have(mira, make_item):
    item = make_item(per_member_limit=2, edition_size=50)
    Copy.objects.create(item=item, serial=1, owner=mira)
    bag = fill_bag(mira, item)
    results = at_once(6, lambda n: Order.place(mira, bag, Consent(1200)))
    assert len({order.pk for order in results}) == 1
    assert Item.objects.get(pk=item.pk).held == 1


@pytest.mark.django_db(transaction=True)
def test_tab_that_orders_while_another_goes_to_the_bank_stays_in_the_limit(mira, make_item):
    item = make_item(per_member_limit=1, edition_size=50)
    for _ in range(4):
        order = place(mira, item)
        acts = [order.wait_for_bank, lambda: place(mira, item)]
        results = at_once(2, lambda n, acts=acts: acts[n]())
        assert results[0] is True
        assert Item.objects.get(pk=item.pk).held == 1, results
        order.cancel("The bank refused the payment.")
