"""Every item is in one state, and the word for many and the word for one agree on which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog import words
from catalog.models import Availability, Item

pytestmark = pytest.mark.django_db

WORDS = {
    Availability.LEFT: (Item.objects.for_sale, "is_for_sale"),
    Availability.EARLY: (Item.objects.early, "is_early"),
    Availability.OPENING: (Item.objects.opening, "is_opening"),
    Availability.TAKEN: (Item.objects.taken, "is_taken"),
    Availability.ENDED: (Item.objects.ended, "is_ended"),
    Availability.RETIRED: (Item.objects.retired, "is_retired"),
}
DAY = timedelta(days=1)


def _every_kind_of_item(make_item, make_record):
    """All combinations of opening, early hours, end, stock and retirement, and a record."""
    now = timezone.now()
    make_record()
    for opens_at in (None, now - 3 * DAY, now + DAY / 2, now + 5 * DAY):
        ends = [None, now - DAY, now + 9 * DAY]
        for ends_at in [end for end in ends if end is None or (opens_at and end > opens_at)]:
            for hours in (0, 24):
                for stock in ({"edition_size": None}, {"sold": 3}, {"sold": 10}, {"held": 10}):
                    for retired_at in (None, now - DAY):
                        make_item(
                            opens_at=opens_at, ends_at=ends_at, early_access_hours=hours,
                            retired_at=retired_at, **stock,
                        )  # fmt: skip


def test_word_for_many_and_word_for_one_agree(make_item, make_record):
    _every_kind_of_item(make_item, make_record)
    for state, (word, twin) in WORDS.items():
        of_many = set(word().values_list("pk", flat=True))
        assert of_many == {item.pk for item in Item.objects.all() if getattr(item, twin)}, state
        assert of_many, f"no item of the test is {state}"


def test_no_item_is_in_two_states(make_item, make_record):
    _every_kind_of_item(make_item, make_record)
    for item in Item.objects.with_availability():
        states = [state for state, (_, twin) in WORDS.items() if getattr(item, twin)]
        assert states == [state for state in [item.availability] if state]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "10 of 10 left"),
        ({"ends_at": -DAY / 24}, "Ended "),
        ({"opens_at": 2 * DAY}, "Opens "),
        ({"opens_at": DAY / 2, "early_access_hours": 24}, "Members first, everyone "),
        ({"ends_at": -DAY / 48, "sold": 10}, "All 10 taken"),
        ({"retired_at": -DAY}, "Retired"),
    ],
)
def test_state_is_said_in_words(make_item, fields, said):
    now = timezone.now()
    given = {n: now + one if isinstance(one, timedelta) else one for n, one in fields.items()}
    item = make_item(**{"opens_at": now - DAY, **given})
    assert words.remaining(item).startswith(said)


def test_opening_stands_on_card_and_page_by_the_servers_clock(client, make_item):
    opens_at = (timezone.now() + 30 * DAY).replace(hour=18, minute=0, second=0, microsecond=0)
    item = make_item(opens_at=opens_at)
    iso = f'<time datetime="{opens_at:%Y-%m-%dT%H:%M}+00:00" data-local>'
    card, page = client.get("/vault/").text, client.get(item.get_absolute_url()).text
    assert f"{iso}{opens_at:%-d %b}, 18:00 UTC</time>" in card
    assert f"{iso}{opens_at:%-d %B %Y}, 18:00 UTC</time>" in page


def test_page_of_an_ended_piece_says_when_it_ended(client, make_item):
    now = timezone.now()
    item = make_item(opens_at=now - 3 * DAY, ends_at=now - DAY, sold=4)
    page = client.get(item.get_absolute_url()).text
    assert f"Ended {now - DAY:%-d %B %Y}, with 4 taken" in page
    assert "Your copy would be" not in page and "buybar" not in page


def test_page_of_a_piece_that_closes_says_until_when(client, make_item):
    ends_at = timezone.now() + 30 * DAY
    page = client.get(make_item(ends_at=ends_at).get_absolute_url()).text
    assert "Open until" in page and "Closes when gone" not in page


def test_held_copies_of_an_ended_or_retired_piece_can_still_be_sold(make_item):
    now = timezone.now()
    for change in ({"ends_at": now}, {"retired_at": now}):
        item = make_item()
        assert item.hold_stock(1)
        Item.objects.filter(pk=item.pk).update(**change)
        assert not item.hold_stock(1)
        assert item.sell_held_stock(1)


def test_early_hours_open_the_stock_to_members_alone(make_item):
    item = make_item(opens_at=timezone.now() + DAY / 2, early_access_hours=24)
    assert not item.hold_stock(1)
    assert item.hold_stock(1, early=True)
