"""Seasons stand in the order they came, with what came in them and the record of them."""

import pytest

from catalog.models import Season
from lore.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def seasons(db):
    rows = [(1, "C1S1", 1, "Chapter 1, Season 1"), (2, "C2S1", 2, "Chapter 2, Season 1"),
            (3, "C1R", 1, "Chapter 1 again")]  # fmt: skip
    facts = ("number", "code", "chapter", "label")
    return [Season.objects.create(**dict(zip(facts, row, strict=True))) for row in rows]


def test_list_keeps_the_order_even_when_a_chapter_returns(client, seasons):
    page = client.get("/seasons/").text
    places = [page.index(f">{season.label}<") for season in seasons]
    assert places == sorted(places)
    assert page.count('id="chapter-1"') == 1


def test_season_shows_what_came_with_it_and_its_lore(client, seasons, make_record, kael):
    make_record(name="Molten Crown", season=seasons[0])
    make_record(name="Of Another Season", season=seasons[1])
    Page.objects.create(
        title="The First Fire", slug="the-first-fire", kind="event", status="published",
        author=kael, season=seasons[0],
    )  # fmt: skip
    page = client.get("/seasons/C1S1/").text
    assert "Molten Crown" in page
    assert "The First Fire" in page
    assert "Of Another Season" not in page


def test_season_leads_to_the_ones_before_and_after(client, seasons):
    page = client.get("/seasons/C2S1/").text
    assert '<link rel="prev" href="/seasons/C1S1/">' in page
    assert '<link rel="next" href="/seasons/C1R/">' in page


def test_season_that_is_not_known_is_not_found(client, seasons):
    assert client.get("/seasons/C9S9/").status_code == 404


def test_list_of_records_leads_to_each_season_that_has_some(client, seasons, make_record):
    make_record(season=seasons[0], rarity="epic")
    make_record(season=seasons[2], rarity="rare")
    page = client.get("/vault/?shelf=archive&rarity=epic&sort=last-seen").text
    link = 'href="/vault/?shelf=archive&amp;rarity=epic&amp;season=C1S1&amp;sort=last-seen"'
    assert f"{link}><span" in page
    assert page.count('aria-hidden="true">C1S1<') == 1
    assert 'aria-hidden="true">C1R<' not in page
    assert f'{link} aria-current="true">' in client.get(
        "/vault/?shelf=archive&rarity=epic&season=C1S1&sort=last-seen"
    ).text  # fmt: skip


@pytest.mark.parametrize("query", ["", "shelf=originals", "rarity=epic"])
def test_list_of_pieces_needs_no_seasons_to_jump_to(client, seasons, make_record, query):
    make_record(season=seasons[0], rarity="epic")
    assert 'aria-label="Seasons"' not in client.get(f"/vault/?{query}").text


def test_seasons_stand_in_the_order_they_came_among_the_filters_too(client, seasons, make_record):
    page = client.get("/vault/").text
    places = [page.index(f'value="{season.code}"') for season in seasons]
    assert places == sorted(places)
