"""Facts beside an article: a schema for each kind, which explains and does not forbid."""

import tomllib
from pathlib import Path

import pytest

from lore.models import Kind
from lore.models.infobox import LABELS, MAX_ROWS, SCHEMA, findings

PAGES = Path(__file__).resolve().parents[2] / "lore" / "demo" / "pages"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_schema_that_fits_beside_an_article(kind):
    assert kind in SCHEMA
    assert len(LABELS[kind]) <= MAX_ROWS


@pytest.mark.parametrize("label", ["on file from", "ON FILE FROM", "On file  from", "On-file from"])
def test_known_label_in_another_spelling_is_told_of(label):
    told = findings("place", [[label, "2019"]])
    assert told == [f"Write “On file from” for “{label}”, as on other pages."]


def test_label_of_ones_own_is_allowed():
    assert findings("place", [["Number of vents", "Three"]]) == []


@pytest.mark.parametrize(
    "value",
    ["28 February 2019", "February 2019", "2019", "24 or 26 October 2017", "1 to 9 May 2019"],
)
def test_date_may_be_as_vague_as_the_record(value):
    assert findings("event", [["Date", value]]) == []


@pytest.mark.parametrize("value", ["In spring", "Chapter 3", "12/5"])
def test_date_without_a_year_is_told_of(value):
    assert "is a date: write 28 February 2019" in findings("event", [["Date", value]])[0]


def test_page_that_is_not_linked_is_told_of():
    assert "write it as a link" in findings("place", [["Ruled by", "Hades"]])[0]
    assert findings("place", [["Ruled by", "[[hades|Hades]], for a while"]]) == []


def test_fact_that_stands_twice_is_told_of():
    told = findings("event", [["Where", "North"], ["where ", "South"]])
    assert "“Where” stands twice. Put both into one fact." in told


def test_disambiguation_page_is_told_that_it_needs_no_facts():
    assert "needs no facts" in findings("disambiguation", [["Date", "2019"]])[0]


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_demo_keeps_to_its_own_schema(path):
    head = tomllib.loads(path.read_text(encoding="utf-8").split("+++\n", 2)[1])
    rows = [[label, str(value)] for label, value in head["infobox"].items()]
    assert findings(head["kind"], rows) == []
