"""The reading room's pages: whole, the same for everyone, and as cheap for many rows as for few."""

from datetime import date

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from lore.models import ClaimSource, Relation, StatusQuestion, TimelineEntry

PUBLIC = [
    "/lore/",
    "/lore/volcano/",
    "/lore/volcano.json",
    "/lore/volcano.md",
    "/lore/volcano/revisions/",
    "/lore/volcano/revisions/1/",
    "/lore/volcano/ties/",
    "/lore/changes/",
    "/lore/feed/",
    "/lore/graph/",
    "/lore/graph/?around=volcano",
    "/lore/pages.json",
    "/lore/kind/place/",
    "/lore/letter/v/",
    "/lore/timeline/",
    "/lore/grades/",
    "/lore/keepers/kael/",
]


@pytest.fixture
def fill(make_page, make_claim, make_item, polygon, seasons, kael):
    """Give the Volcano `count` of everything a page may have."""

    def fill_with(count):
        page = make_page(body="[@polygon]", season=seasons["C1S8"], hero=make_item())
        for number in range(count):
            other = make_page(f"Place {number}", "Near [[volcano]].")
            Relation.objects.create(from_page=page, type="near", to_page=other, grade="canon")
            ClaimSource.objects.create(claim=make_claim(page), source=polygon)
            question = StatusQuestion.objects.create(
                page=page, question="Again?", as_of=date(2026, 11, 21), reason="Nobody says."
            )
            question.earlier.create(answer="denied", as_of=date(2026, 5, 1), reason="Said so.")
            TimelineEntry.objects.create(
                page=page, season=seasons["C1S8"], date="2019-02-28", text="Up.", grade="canon"
            )
            page.items.add(make_item())
        page.revise(kael, "Filled.")
        return page

    return fill_with


def _count(client, address):
    client.get("/lore/grades/")  # the masthead's counts are remembered from here on
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("address", "most"),
    [("/lore/", 10), ("/lore/volcano/", 8), ("/lore/volcano.md", 8), ("/lore/volcano.json", 8),
     ("/lore/volcano/revisions/", 3), ("/lore/volcano/revisions/1/", 7), ("/lore/changes/", 1),
     ("/lore/feed/", 1), ("/lore/graph/", 1), ("/lore/graph/?around=volcano", 3),
     ("/lore/pages.json", 2), ("/lore/kind/place/", 2), ("/lore/timeline/", 1),
     ("/lore/grades/", 5), ("/lore/keepers/kael/", 3), ("/lore/letter/v/", 3)],
)  # fmt: skip
@pytest.mark.parametrize("rows", [1, 6])
def test_number_of_statements_does_not_grow_with_the_rows(client, fill, address, most, rows):
    fill(rows)
    assert _count(client, address) <= most


@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_sets_no_cookie_and_varies_on_none(client, fill, mira, address):
    fill(1)
    signed_out = client.get(address)
    assert "public" in signed_out["Cache-Control"]
    assert not signed_out.cookies
    assert "Cookie" not in signed_out.get("Vary", "")
    client.force_login(mira)
    assert client.get(address).content == signed_out.content


def test_article_has_its_parts_in_order(client, fill):
    fill(2)
    answer = client.get("/lore/volcano/").content.decode()
    parts = ["What is known", "Open question", "Ties", "Sources", "Revision history"]
    places = [answer.index(f">{part}</a></h2>") for part in parts]
    assert places == sorted(places)
    assert all(f">{part}</a>" in answer for part in parts), "each is in the contents"
    assert "Made from this story" in answer
    assert "What links here" in answer


def test_sources_of_text_and_claims_are_numbered_once(client, make_page, make_claim, polygon, db):
    page = make_page(body="Said. [@polygon]")
    other = type(polygon).objects.create(key="dexerto", publisher="Dexerto", title="The arm")
    claim = make_claim(page)
    ClaimSource.objects.create(claim=claim, source=other)
    ClaimSource.objects.create(claim=claim, source=polygon)
    answer = client.get("/lore/volcano/").content.decode()
    assert answer.count('id="source-1"') == answer.count('id="source-2"') == 1
    assert answer.index("Polygon: The runes") < answer.index("Dexerto: The arm")


def test_debunked_claim_stays_on_the_page_with_its_grade(client, make_page, make_claim):
    make_claim(make_page(), "Both craters are one.", grade="debunked")
    answer = client.get("/lore/volcano/").content.decode()
    assert 'data-grade="debunked"' in answer
    assert "Both craters are one." in answer


def test_shelf_lists_its_kind_and_no_other(client, make_page):
    make_page()
    make_page("The Prisoner", kind="character")
    answer = client.get("/lore/kind/character/").content.decode()
    assert "The Prisoner" in answer
    assert "The Volcano" not in answer
    assert client.get("/lore/kind/recipe/").status_code == 404


def test_letter_leaves_the_article_out(client, make_page):
    make_page()
    assert "The Volcano" in client.get("/lore/letter/v/").content.decode()
    assert "The Volcano" not in client.get("/lore/letter/t/").content.decode()
    assert client.get("/lore/letter/vo/").status_code == 404


def test_disambiguation_page_is_read_like_any_other(client, make_page):
    make_page()
    make_page("Ember", "[[The Volcano]]", kind="disambiguation")
    assert 'href="/lore/volcano/"' in client.get("/lore/ember/").content.decode()


def test_member_without_pages_has_no_keepers_page(client, make_page, mira):
    make_page()
    assert client.get("/lore/keepers/mira/").status_code == 404
    assert client.get("/lore/keepers/kael/").status_code == 200


def test_empty_reading_room_says_what_will_stand_there(client, db):
    assert client.get("/lore/").status_code == 200
    assert "Nothing stands here yet" in client.get("/lore/kind/place/").content.decode()


def test_item_page_learns_of_the_lore_about_it(make_page, make_claim, make_item):

    item = make_item()
    page = make_page(standfirst="A mountain of fire.")
    page.items.add(item)
    make_claim(page)
    drawn = Template("{% load lore_tags %}{% related_lore item %}").render(Context({"item": item}))
    assert "A mountain of fire." in drawn
    assert "It rose." in drawn


def test_home_hears_of_changed_claims_and_of_no_covered_ones(make_page, make_claim, seasons):

    page = make_page()
    make_claim(page, "It was three.", earlier_grade="theory")
    make_claim(page, "It fell.", gate=seasons["C1S9"])
    drawn = Template("{% load lore_tags %}{% record_changes %}").render(Context())
    assert "Was Theory." in drawn
    assert "It fell." not in drawn


def test_long_list_is_laid_on_several_sheets(client, make_page, monkeypatch):
    monkeypatch.setattr("lore.paging.PER_SHEET", 2)
    for number in range(3):
        make_page(f"Place {number}")
    first = client.get("/lore/kind/place/").content.decode()
    assert "Place 1" in first
    assert "Place 2" not in first
    assert "Place 2" in client.get("/lore/kind/place/?page=2").content.decode()
    assert client.get("/lore/kind/place/?page=many").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/lore/", "/lore/kind/place/", "/lore/timeline/", "/lore/graph/", "/lore/search/?q=mountain"],
)
def test_lists_say_on_paper_where_they_are_from(client, make_page, address):
    make_page()
    shown = client.get(address).text
    assert 'media="print"' in shown
    assert "From the reading room of Ashes Club: http" in shown
