"""Filters live in the address: any of a facet's values will do, and every facet must fit."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from catalog.models import Season
from catalog.selection import Selection

pytestmark = pytest.mark.django_db


def shown(query):
    return {item.name for item in Selection(QueryDict(query)).items}


def test_values_of_one_facet_are_alternatives(make_item):
    for rarity in ("rare", "epic", "mythic"):
        make_item(name=rarity, rarity=rarity)
    assert shown("rarity=epic&rarity=mythic") == {"epic", "mythic"}


def test_facets_all_have_to_fit(make_item):
    make_item(name="wanted", rarity="epic", kind="wrap")
    make_item(name="other kind", rarity="epic", kind="spray")
    make_item(name="other rarity", rarity="rare", kind="wrap")
    assert shown("rarity=epic&kind=wrap") == {"wanted"}


def test_shelf_set_season_and_theme_narrow_the_vault(make_item, make_record, clutch):
    season = Season.objects.create(number=8, code="C1S8", chapter=1, label="Chapter 1, Season 8")
    make_item(name="piece", item_set=clutch, theme="ash")
    make_record(name="record", season=season, theme="lava")
    assert shown("shelf=originals") == shown("set=clutch") == shown("theme=ash") == {"piece"}
    assert shown("shelf=archive") == shown("season=C1S8") == shown("theme=lava") == {"record"}


def test_price_range_counts_whole_units_and_leaves_the_archive_out(make_item, make_record):
    make_record(name="record")
    for cents in (300, 1200, 1999):
        make_item(name=str(cents), price_cents=cents)
    assert shown("price_min=12&price_max=19.99") == {"1200", "1999"}


@pytest.mark.parametrize("state", ["left", "early", "opening", "taken", "ended", "retired"])
def test_availability_tells_six_states_apart(make_item, make_record, state):
    now = timezone.now()
    make_record(name="record")
    make_item(name="left")
    make_item(name="early", opens_at=now + timedelta(hours=2), early_access_hours=24)
    make_item(name="opening", opens_at=now + timedelta(days=2))
    make_item(name="taken", edition_size=3, sold=3)
    make_item(name="ended", ends_at=now - timedelta(minutes=1))
    make_item(name="retired", retired_at=now)
    make_item(name="held", edition_size=3, sold=2, held=1)
    assert shown(f"availability={state}") == {state}


def test_item_not_yet_entered_is_nowhere(client, make_item):
    item = make_item(entered_on=timezone.localdate() + timedelta(days=1))
    assert shown("") == set()
    assert client.get(item.get_absolute_url()).status_code == 404


def test_unknown_values_are_left_aside_and_said(client, make_item):
    make_item(name="Cinderveil")
    page = client.get("/vault/?rarity=shiny&set=nope&price_min=cheap&sort=chaos")
    assert "Cinderveil" in page.text
    for word in ("shiny", "nope", "cheap"):
        assert f"“{word}”" in page.text


def test_known_values_hold_beside_unknown_ones(make_item):
    make_item(name="epic", rarity="epic")
    make_item(name="rare", rarity="rare")
    assert shown("rarity=epic&rarity=shiny") == {"epic"}


def test_chip_leads_to_the_view_without_its_filter(make_item):
    make_item()
    selection = Selection(QueryDict("rarity=epic&rarity=rare&kind=wrap&sort=name"))
    urls = {chip.words: chip.url for chip in selection.chips}
    assert urls["Epic"] == "/vault/?rarity=rare&kind=wrap&sort=name"


def test_page_says_in_a_sentence_what_it_shows(client, make_item, clutch):
    make_item(rarity="epic", item_set=clutch)
    page = client.get("/vault/?shelf=originals&rarity=epic&rarity=mythic&set=clutch&price_max=20")
    assert (
        "<b>1 piece</b>, 1 to 1 shown: Originals, Epic or Mythic, at most €20, from The Clutch"
        in (page.text)
    )


def test_empty_result_offers_the_way_back(client, make_item):
    make_item()
    page = client.get("/vault/?q=nothingatall&rarity=epic")
    assert "Nothing under that name" in page.text
    assert "These stand first in the vault: " in page.text
    assert "Clear all" in page.text
