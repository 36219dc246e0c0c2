"""Each facet is counted without itself, and all of them by one statement."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from catalog.facets import Counts
from catalog.filters import ItemFilter

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
