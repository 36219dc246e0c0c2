"""Completing a set in one step, and how much of it a member has."""

import pytest

from catalog.models import ItemSet
from payments.models import BagLine, Copy
from payments.models.bag import MOST_LINES

pytestmark = pytest.mark.django_db


@pytest.fixture
def clutch(db):
    return ItemSet.objects.create(name="The Clutch", slug="clutch")


def complete(client, **headers):
    return client.post("/bag/sets/", {"set": "clutch"}, follow=True, headers=headers)


def in_bag():
    return set(BagLine.objects.values_list("item__name", flat=True))


def test_one_step_puts_every_piece_that_can_be_had_into_the_bag(client, clutch, make_item):
    make_item(name="One", item_set=clutch)
    make_item(name="Two", item_set=clutch)
    make_item(name="Gone", item_set=clutch, edition_size=1, sold=1)
    make_item(name="Elsewhere")
    assert "One and Two" in complete(client).text
    assert in_bag() == {"One", "Two"}


def test_what_a_member_owns_stays_out_of_the_bag(client, clutch, make_item, mira):
    Copy.objects.create(item=make_item(name="Had", item_set=clutch), serial=1, owner=mira)
    make_item(name="Missing", item_set=clutch)
    client.force_login(mira)
    complete(client)
    assert in_bag() == {"Missing"}


def test_second_time_changes_nothing_and_says_so(client, clutch, make_item):
    make_item(item_set=clutch)
    complete(client)
    assert "was in the bag already" in complete(client).text
    assert BagLine.objects.get().quantity == 1


def test_bag_takes_no_more_than_it_can_hold_and_says_what_stayed_out(client, clutch, make_item):
    for _ in range(MOST_LINES + 2):
        make_item(item_set=clutch)
    assert "2 had to stay out" in complete(client).text
    assert BagLine.objects.count() == MOST_LINES


def test_set_with_nothing_to_be_had_makes_no_bag(client, clutch, make_item):
    make_item(item_set=clutch, edition_size=1, sold=1)
    assert "Nothing of The Clutch is missing" in complete(client).text
    assert not BagLine.objects.exists()


def test_form_from_another_site_is_refused(client, clutch, make_item):
    make_item(item_set=clutch)
    assert complete(client, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert in_bag() == set()


def test_set_that_is_not_there_is_not_found(client):
    assert client.post("/bag/sets/", {"set": "nope"}).status_code == 404


def test_page_of_a_set_offers_it_to_everyone_alike(client, clutch, make_item, mira):
    Copy.objects.create(item=make_item(item_set=clutch), serial=1, owner=mira)
    stranger = client.get("/sets/clutch/").content
    client.force_login(mira)
    assert client.get("/sets/clutch/").content == stranger
    assert b"Complete this set" in stranger


@pytest.mark.parametrize("part", ["", "?part=1"])
def test_member_sees_how_much_of_a_set_is_theirs(client, clutch, make_item, mira, part):
    Copy.objects.create(item=make_item(name="Had", item_set=clutch), serial=1, owner=mira)
    make_item(name="Wanted", item_set=clutch)
    assert client.get(f"/locker/sets/clutch/{part}").status_code == 302
    client.force_login(mira)
    answer = client.get(f"/locker/sets/clutch/{part}")
    assert "1 of 2 in your Locker" in answer.text
    assert "Missing Wanted" in answer.text
    assert "private" in answer["Cache-Control"]
