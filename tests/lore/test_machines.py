"""Articles as JSON: what pages show in the open, at addresses that stay."""

from datetime import date

import pytest

from lore.models import ClaimSource, Relation, Source

COVERED = "The mountain cracked open at noon"


@pytest.fixture
def fetch(client):
    return lambda address="/lore/volcano.json": client.get(address).json()


def test_article_says_what_its_page_says(make_page, make_claim, polygon, fetch):
    page = make_page(body="Words. [@polygon]", infobox=[["Where", "North-east"]])
    ClaimSource.objects.create(claim=make_claim(page), source=polygon)
    data = fetch()
    assert data["title"] == "The Volcano"
    assert data["html"].startswith("<p>Words.")
    assert data["facts"] == [{"label": "Where", "html": "North-east"}]
    assert data["claims"][0]["sources"] == [1]
    assert data["sources"][0]["title"] == "The runes"
    assert data["verified_on"] == "2026-11-21"


def test_what_lies_under_ash_is_counted_and_not_told(
    client, make_page, make_claim, seasons, polygon
):
    Source.objects.create(key="end", publisher="Polygon", title="The end", gate=seasons["C1S9"])
    body = f"Quiet. [@end]\n\n:::spoiler C1S9 | the end\n{COVERED}. [@polygon]\n:::\n"
    page = make_page(body=body, season=seasons["C1S8"])
    make_claim(page, COVERED, gate=seasons["C1S9"])
    asked = {"question": COVERED, "reason": COVERED, "as_of": date(2026, 6, 6)}
    page.questions.create(**asked, gate=seasons["C1S9"])
    other = make_page("The Devourer")
    Relation.objects.create(
        from_page=page, type="freed", to_page=other, grade="canon", season=seasons["C1S9"]
    )
    answer = client.get("/lore/volcano.json")
    for words in (COVERED, "The runes", "The end", "Devourer"):
        assert words not in answer.content.decode()
    assert answer.json()["under_ash"] == {
        "claims": 1,
        "figures": 0,
        "questions": 1,
        "ties": 1,
    }
    assert answer.json()["sources"][0]["title"] is None


def test_no_article_is_a_404_that_says_so(client, make_page):
    make_page(status="draft")
    answer = client.get("/lore/volcano.json")
    assert answer.status_code == 404
    assert "error" in answer.json()


def test_list_names_every_public_article_sheet_by_sheet(make_page, fetch, monkeypatch):
    monkeypatch.setattr("lore.paging.PER_SHEET", 2)
    for title in ("Aa", "Bb", "Cc"):
        make_page(title)
    make_page("Dd", status="draft")
    first = fetch("/lore/pages.json")
    assert first["total"] == 3
    assert [article["title"] for article in first["articles"]] == ["Aa", "Bb"]
    assert first["next"].endswith("/lore/pages.json?page=2")
    assert fetch("/lore/pages.json?page=2")["next"] is None


def test_list_of_one_kind_holds_no_other(make_page, fetch, monkeypatch):
    monkeypatch.setattr("lore.paging.PER_SHEET", 1)
    make_page("Aa")
    make_page("Bb")
    make_page("Cc", kind="character")
    data = fetch("/lore/pages.json?kind=place")
    assert data["total"] == 2
    assert data["next"].endswith("?kind=place&page=2")
    assert fetch("/lore/pages.json?kind=x")["total"] == 3


def test_scripts_of_any_site_may_read_it_and_any_cache_keep_it(client, make_page):
    make_page()
    for address in ("/lore/volcano.json", "/lore/pages.json"):
        answer = client.get(address)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "public" in answer["Cache-Control"]


def test_article_names_its_other_forms(client, make_page):
    make_page()
    html = client.get("/lore/volcano/").content.decode()
    assert 'type="text/markdown" href="/lore/volcano.md"' in html
    assert 'type="application/json" href="/lore/volcano.json"' in html
