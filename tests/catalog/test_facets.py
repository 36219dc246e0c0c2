"""Each facet is counted without itself, and all of them by one statement."""

from datetime import timedelta
from random import Random
from urllib.parse import urlencode

import hypothesis
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import strategies as st

from catalog.facets import Counts
from catalog.filters import ItemFilter
from catalog.models import Availability, Item, Rarity

pytestmark = pytest.mark.django_db


def counts(query=""):
    return Counts(ItemFilter(QueryDict(query)))


def counted(facet):
    return {choice.value: choice.count for choice in facet.choices if choice.count}


def test_facet_is_counted_without_itself_and_with_the_others(make_item):
    make_item(rarity="epic", kind="wrap")
    make_item(rarity="epic", kind="spray")
    make_item(rarity="rare", kind="wrap")
    found = counts("rarity=epic&kind=wrap")
    assert counted(found.facet("rarity")) == {"epic": 1, "rare": 1}
    assert counted(found.facet("kind")) == {"wrap": 1, "spray": 1}
    assert found.total == 1


def test_sets_seasons_and_availability_are_counted(make_item, make_record, clutch):
    make_item(item_set=clutch)
    make_item(item_set=clutch, edition_size=2, sold=2)
    make_record()
    found = counts()
    assert counted(found.facet("set")) == {"clutch": 2}
    assert counted(found.facet("availability")) == {"left": 1, "taken": 1}
    assert counted(found.facet("shelf")) == {"originals": 2, "archive": 1}


def test_prices_span_what_the_other_filters_leave(make_item):
    make_item(price_cents=350, rarity="rare")
    make_item(price_cents=9000, rarity="rare")
    make_item(price_cents=20000, rarity="epic")
    assert counts("rarity=rare&price_max=10").prices == (3, 90)


def test_empty_choice_is_shown_disabled(client, make_item):
    make_item(rarity="epic")
    page = client.get("/vault/").text
    assert 'name="rarity" value="mythic" id="rarity-mythic" disabled>' in page
    assert 'name="rarity" value="epic" id="rarity-epic">' in page


def test_chosen_choice_can_be_unchosen_even_when_empty(client, make_item):
    make_item(rarity="epic")
    page = client.get("/vault/?rarity=mythic").text
    assert 'name="rarity" value="mythic" id="rarity-mythic" checked>' in page


def test_all_counts_cost_one_statement(make_item):
    make_item()
    asked = ItemFilter(QueryDict("rarity=rare&price_max=20&q=piece"))
    assert asked.question.found, "how forgiving a search is, is settled before it is counted"
    with CaptureQueriesContext(connection) as statements:
        found = Counts(asked)
    assert found.total == 1
    assert len(statements) == 1


def test_series_is_a_facet_of_its_own(client, make_record):
    make_record(name="molten one", series="Lava Series")
    make_record(name="plain one")
    assert counted(counts("kind=outfit").facet("series")) == {"Lava Series": 1}
    page = client.get("/vault/?series=Lava+Series").text
    assert "molten one" in page
    assert "plain one" not in page


def test_counts_follow_every_edit_removal_and_sale(make_item, clutch):
    item, other = make_item(rarity="epic", edition_size=2), make_item(rarity="epic")
    Item.objects.filter(pk=item.pk).update(rarity="rare", item_set=clutch)
    assert counted(counts().facet("rarity")) == {"rare": 1, "epic": 1}
    assert counted(counts().facet("set")) == {"clutch": 1}
    Item.objects.filter(pk=item.pk).update(sold=2)
    assert counted(counts().facet("availability")) == {"left": 1, "taken": 1}
    other.delete()
    assert counted(counts().facet("rarity")) == {"rare": 1}


def test_piece_is_counted_by_what_the_clock_says_of_it(make_item):
    now, hour = timezone.now(), timedelta(hours=1)
    make_item(opens_at=now + 5 * hour, early_access_hours=4)
    make_item(opens_at=now + 3 * hour, early_access_hours=4)
    make_item(opens_at=now + 3 * hour, early_access_hours=4, edition_size=2, sold=2)
    make_item(opens_at=now - 3 * hour, ends_at=now - hour)
    make_item(opens_at=now - 3 * hour, ends_at=now - hour, edition_size=2, sold=2)
    make_item(opens_at=now - 3 * hour, ends_at=now + hour)
    found = counted(counts().facet("availability"))
    assert found == {"opening": 1, "early": 1, "taken": 2, "ended": 1, "left": 1}


def test_price_of_what_has_ended_is_no_price_of_what_is_left(make_item):
    now, hour = timezone.now(), timedelta(hours=1)
    make_item(price_cents=900, opens_at=now - 3 * hour)
    make_item(price_cents=90000, opens_at=now - 3 * hour, ends_at=now - hour)
    assert counts("availability=left").prices == (9, 9)


def test_what_is_entered_tomorrow_is_not_counted_today(make_item):
    make_item(entered_on=timezone.localdate() + timedelta(days=1))
    make_item(entered_on=None, opens_at=None)
    assert counts().total == 0
    assert counted(counts().facet("shelf")) == {}


SEVERAL = st.fixed_dictionaries(
    {
        "rarity": st.lists(st.sampled_from(Rarity.values), max_size=2),
        "kind": st.lists(st.sampled_from(["wrap", "spray", "outfit"]), max_size=2),
        "availability": st.lists(st.sampled_from(Availability.values), max_size=2),
        "price_max": st.lists(st.integers(1, 30), max_size=1),
        "q": st.lists(st.sampled_from(["ember", "tide", "embr"]), max_size=1),
    }
)


@pytest.fixture
def varied(make_item, make_record):
    chance, now = Random(7), timezone.now()
    for number in range(80):
        opens_at = now + timedelta(days=chance.choice([-2, 1]))
        make_item(
            name=f"{chance.choice(['Ember', 'Tide', 'Bell'])} {number}",
            rarity=chance.choice(Rarity.values),
            kind=chance.choice(["wrap", "spray"]),
            price_cents=chance.randrange(100, 3000),
            edition_size=chance.choice([None, 5]),
            sold=chance.choice([0, 5]),
            opens_at=opens_at,
            early_access_hours=chance.choice([0, 48]),
            ends_at=chance.choice([None, opens_at + timedelta(days=1)]),
            retired_at=chance.choice([None, None, now]),
        )
        make_record(name=f"Ember {number}", rarity=chance.choice(["", *Rarity.values]))


@hypothesis.settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture],
)
@hypothesis.given(asked=SEVERAL)
def test_bitmaps_count_what_a_walk_through_all_items_counts(varied, asked):
    found = counts(urlencode(asked, doseq=True))
    for name in ("rarity", "kind", "availability"):
        for choice in found.facet(name).choices:
            others = urlencode({**asked, name: [choice.value]}, doseq=True)
            assert choice.count == ItemFilter(QueryDict(others)).items().count(), choice
    assert found.total == found.asked.items().count()
