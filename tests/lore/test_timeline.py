"""The timeline: a plain ordered list, on which a script lays a cord that tells nothing."""

import re

import pytest

from catalog.models import Season
from lore.models import TimelineEntry


@pytest.fixture
def enter(make_page, seasons, kael):
    """Enter happenings as (season code, date, text) on a page of Season 8."""
    page = make_page(season=seasons["C1S8"])

    def enter_all(*happenings):
        for code, day, text in happenings:
            season = Season.objects.filter(code=code).first()
            TimelineEntry.objects.create(
                page=page, season=season, date=day, text=text, grade="canon"
            )
        page.revise(kael, "Dated.")

    return enter_all


@pytest.fixture
def read(client):
    return lambda: client.get("/lore/timeline/").content.decode()


def test_happenings_stand_by_chapter_and_season_the_oldest_first(enter, read):
    Season.objects.create(number=11, code="C2S1", chapter=2, label="Chapter 2, Season 1")
    enter(
        ("C1S8", "2019-03-01", "It smoked."),
        ("C1S8", "2019-02-28", "It rose."),
        ("C1S7", "2018-12-06", "Ice came."),
    )
    html = read()
    parts = ["<h2>Chapter 1</h2>", "<h3>Season 7</h3>", "Ice came.", "<h3>Season 8</h3>",
             "It rose.", "It smoked."]  # fmt: skip
    places = [html.index(part) for part in parts]
    assert places == sorted(places)
    assert html.count("<h2>Chapter") == 1, "a chapter in which nothing is dated is not named"


def test_what_has_no_season_stands_outside_of_them(enter, read):
    enter(("", "2017-01-01", "Before it all."))
    assert "<h2>Outside the seasons</h2>" in read()


def test_each_season_can_be_linked_to(enter, read):
    enter(("C1S8", "2019-02-28", "It rose."))
    assert 'id="season-c1s8"' in read()


def test_cord_is_told_seasons_and_nothing_that_lies_under_ash(enter, read):
    enter(("C1S9", "2019-05-09", "A factory."))
    html = read()
    assert 'data-season="Chapter 1, Season 9"' in html
    assert "A factory." not in html
    assert "Under ash until Chapter 1, Season 9" in html


def test_cord_is_hidden_until_a_script_can_draw_it(enter, read):
    enter(("C1S8", "2019-02-28", "It rose."))
    assert re.search(r"<div [^>]*data-scrub hidden>", read())


def test_reader_who_has_got_so_far_sees_what_happened(client, enter):
    enter(("C1S9", "2019-05-09", "A factory."))
    assert "A factory." in client.get("/as-read/c1s9/lore/timeline/").content.decode()
