"""Pages fill their rows; the first has a lead lot more; every order is stable."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from catalog.models import Item
from catalog.paging import Leaf, read_page
from catalog.selection import Selection
from catalog.sorts import Sort, put_in_order


def test_first_page_has_a_lead_and_24_and_the_next_follow_on():
    first, second = Leaf(1, 60), Leaf(2, 60)
    assert (first.start, first.stop, second.start, second.stop) == (0, 25, 25, 49)
    assert (first.last, Leaf(3, 60).stop, Leaf(3, 60).next) == (3, 60, None)


@pytest.mark.parametrize("total", [0, 1, 24, 25, 26, 49, 50, 73])
def test_pages_hold_every_item_once(total):
    last = Leaf(1, total).last
    slices = [range(Leaf(n, total).start, Leaf(n, total).stop) for n in range(1, last + 1)]
    assert [place for one in slices for place in one] == list(range(total))


@pytest.mark.parametrize(
    ("asked", "page"),
    [("", 1), ("2", 2), ("0", 1), ("-1", 1), ("1000000000", 2), ("two", 1), ("9" * 5000, 1)],
)
def test_page_that_is_not_there_becomes_the_nearest_one(asked, page):
    leaf, notes = read_page(asked, 40)
    assert leaf.number == page
    assert bool(notes) == (asked not in {"", "2"})


@pytest.mark.django_db
@pytest.mark.parametrize("sort", Sort.values)
def test_every_order_shows_every_item_once(make_item, make_record, sort):
    for _ in range(60):
        make_item(name="Same", price_cents=500)
    make_record(name="Same")
    query = f"q=same&sort={sort}"
    pages = [Selection(QueryDict(f"{query}&page={number}")).items for number in (1, 2, 3)]
    assert len({item.pk for page in pages for item in page}) == 61


@pytest.mark.django_db
@pytest.mark.parametrize("sort", Sort.values)
def test_pages_counted_from_the_end_stand_in_the_same_order(make_item, sort):
    for number in range(60):
        make_item(name=f"Same {number % 7}", price_cents=100 + number % 5, featured=number % 3)
    query, whole = f"q=same&sort={sort}", Item.objects.all()
    in_order = [one.pk for one in put_in_order(whole, Selection(QueryDict(query)).sort, "same", 60)]
    pages = [Selection(QueryDict(f"{query}&page={number}")).items for number in (1, 2, 3)]
    assert [item.pk for page in pages for item in page] == in_order


@pytest.mark.django_db
def test_orders_put_first_what_they_say(make_item, make_record):
    now = timezone.now()
    yesterday, long_ago = timezone.localdate() - timedelta(days=1), date(2020, 1, 1)
    make_record(name="Z record", last_seen_on=yesterday)
    make_record(name="Y record", last_seen_on=long_ago)
    make_item(name="F waits longer", opens_at=now + timedelta(days=9), price_cents=700)
    make_item(name="E waits", opens_at=now + timedelta(days=1), price_cents=700)
    make_item(name="A cheap", price_cents=100, rarity="common", edition_size=None, featured=1)
    make_item(name="B dear", price_cents=9000, rarity="mythic", edition_size=50)
    make_item(name="C few", price_cents=500, rarity="rare", edition_size=50, sold=48)
    make_item(name="D gone", price_cents=600, rarity="rare", edition_size=5, sold=5)
    first = {sort: Selection(QueryDict(f"sort={sort}")).items[0].name for sort in Sort.values[1:]}
    assert first == {
        "featured": "A cheap", "newest": "D gone", "opening": "E waits",
        "fewest": "C few", "rarity": "B dear", "price": "A cheap",
        "price-down": "B dear", "name": "A cheap", "last-seen": "Z record",
    }  # fmt: skip


@pytest.mark.django_db
def test_pages_point_to_their_neighbours_and_keep_the_filters(client: Client, make_item):
    for _ in range(60):
        make_item()
    page = client.get("/vault/?rarity=rare&sort=name&page=2&nonsense=1").text
    assert '<link rel="prev" href="/vault/?rarity=rare&amp;sort=name">' in page
    assert '<link rel="next" href="/vault/?rarity=rare&amp;sort=name&amp;page=3">' in page
    assert (
        'rel="canonical" href="http://127.0.0.1:8000/vault/?rarity=rare&amp;sort=name&amp;page=2"'
        in page
    )
