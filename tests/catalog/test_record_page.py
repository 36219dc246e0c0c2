"""A record of the Archive: facts, honest gaps, and nothing to buy."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog import words
from catalog.models import Season

pytestmark = pytest.mark.django_db


def test_record_is_composed_from_its_facts(make_record):
    season = Season.objects.create(number=13, code="C2S3", chapter=2, label="Chapter 2, Season 3")
    record = make_record(
        name="Blaze",
        rarity="epic",
        series="Lava Series",
        game_set="Renegade Flame",
        season=season,
        last_seen_on=timezone.localdate() - timedelta(days=1340),
    )
    what, introduced, seen = words.record_sentences(record)
    assert what == "Blaze is an Epic outfit of the Lava Series, from the set Renegade Flame."
    assert introduced == "It came with Chapter 2, Season 3."
    assert seen.endswith(", 1,340 days ago.")


def test_unknown_is_said_and_never_guessed(client, make_record):
    record = make_record(name="Ember Egg")
    assert words.record_sentences(record) == [
        "Ember Egg is an outfit.",
        "When it came to the game is unknown.",
        "When it was last in the game's shop is unknown.",
    ]
    assert client.get(record.get_absolute_url()).text.count("<dd>Unknown</dd>") == 4


def test_record_has_a_drained_plate_and_no_way_to_buy(client, make_record, give_picture):
    record = make_record(rarity="epic")
    give_picture(record)
    page = client.get(record.get_absolute_url()).text
    assert "In the record, not for sale" in page
    assert 'class="item" data-shelf="archive"' in page
    assert "bag/lines" not in page
    assert "og:title" in page


@pytest.mark.parametrize(("days", "said"), [(0, "today"), (1, "a day ago"), (2, "2 days ago")])
def test_days_are_counted_in_words(make_record, days, said):
    record = make_record(last_seen_on=timezone.localdate() - timedelta(days=days))
    assert words.days_ago(record) == said


def test_record_never_in_the_shop_says_so(make_record):
    record = make_record(never_in_shop=True)
    assert words.record_sentences(record)[2] == "It has never been in the game's shop."
