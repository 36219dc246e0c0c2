"""An article: what stands round its story, and what others learn of it."""

import json
import re
from datetime import date

import pytest

from ashes_club.cards import face_of
from lore.models import ClaimSource, Relation, Source, StatusQuestion

ADDRESS = "/lore/volcano/"


@pytest.fixture
def read(client):
    """The bytes of an article as text."""
    return lambda address=ADDRESS: client.get(address).content.decode()


def structured(html):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return {block["@type"]: block for block in map(json.loads, blocks)}


def test_contents_are_a_plain_list_until_a_script_follows_the_reader(make_page, read):
    make_page(body="## The rise\n\nWords.")
    html = read()
    assert '<a href="#s-the-rise">The rise</a>' in html
    assert 'aria-current="true"' not in html


def test_each_heading_is_the_link_to_itself_and_is_read_once(make_page, make_claim, read):
    make_claim(make_page(body="## The rise\n\nWords."))
    html = read()
    assert '<a class="here" href="#s-the-rise">The rise</a></h2>' in html
    assert '<h2 id="known"><a class="here" href="#known">What is known</a></h2>' in html


def test_source_leads_back_to_each_place_that_cites_it(make_page, make_claim, polygon, read):
    page = make_page(body="One. [@polygon]\n\nTwo. [@polygon]")
    claim = make_claim(page)
    ClaimSource.objects.create(claim=claim, source=polygon)
    html = read()
    for letter, anchor in [("a", "cite-1-1"), ("b", "cite-1-2"), ("c", f"cite-1-c{claim.pk}")]:
        assert f'href="#{anchor}"><span class="vh">place </span>{letter}<' in html
        assert f'id="{anchor}"' in html


def test_source_of_a_covered_claim_is_neither_listed_nor_led_back_to(
    make_page, make_claim, polygon, seasons, read
):
    claim = make_claim(make_page(), gate=seasons["C1S9"])
    ClaimSource.objects.create(claim=claim, source=polygon)
    html = read()
    assert "The runes" not in html
    assert f"c{claim.pk}" not in html


def test_claim_says_in_whose_words_and_by_way_of_whom(make_page, make_claim, polygon, read):
    claim = make_claim(make_page())
    ClaimSource.objects.create(
        claim=claim, source=polygon, quote="It is big.", speaker="A. Maker", via="Dexerto"
    )
    assert "“It is big.”, A. Maker, via Dexerto. As of" in read()


def test_what_a_grade_takes_is_one_tap_away_and_has_a_page(make_page, make_claim, read):
    make_claim(make_page(), grade="rumour")
    html = read()
    assert 'popovertarget="told-rumour"' in html
    told = html[html.index('id="told-rumour"') :]
    assert "One source, unsigned or second-hand." in told
    assert 'href="/lore/grades/#grade-rumour"' in told


def test_page_was_verified_when_somebody_last_looked(make_page, make_claim, read):
    page = make_page()
    make_claim(page, as_of=date(2026, 3, 1))
    StatusQuestion.objects.create(
        page=page, question="Again?", as_of=date(2026, 6, 5), reason="Nobody says."
    )
    assert "last verified" in read()
    assert "5 Jun 2026" in read()


def test_covered_question_waits_for_its_season_and_is_told_whole_to_who_asks(
    client, make_page, seasons, read
):
    page = make_page(season=seasons["C1S8"])
    day = {"as_of": date(2026, 6, 5)}
    asked = page.questions.create(
        question="Does it return?", reason="The summer says so.", gate=seasons["C1S9"], **day
    )
    asked.earlier.create(answer="denied", reason="It was gone.", **day)
    assert "Does it return?" not in read()
    assert "Under ash until Chapter 1, Season 9" in read()
    assert "Does it return?" in client.get(f"/as-read/c1s9{ADDRESS}").text
    told = client.get(asked.get_absolute_url())
    assert told["X-Robots-Tag"] == "noindex"
    for words in ("Does it return?", "The summer says so.", "It was gone."):
        assert words in told.text


def test_page_nobody_looked_at_claims_no_verification(make_page, read):
    make_page()
    assert "last verified" not in read()


def test_pieces_show_their_price_and_records_that_they_are_not_for_sale(
    make_page, make_item, make_record, read
):
    make_page().items.add(make_item(price_cents=2400), make_record())
    html = read()
    assert "€24" in html
    assert "In the record, not for sale" in html


def test_page_can_be_printed_and_says_on_paper_where_it_is_from(make_page, read):
    make_page()
    html = read()
    assert re.search(r'<link rel="stylesheet" href="[^"]*css/print[^"]*" media="print">', html)
    assert "From the reading room of Ashes Club: http" in html
    assert "data-print hidden" in html, "the button is shown by the script that makes it work"


def test_search_engines_are_told_of_article_keeper_and_way(make_page, polygon, read):
    make_page(body="One. [@polygon]", standfirst="A mountain of fire.")
    told = structured(read())
    article = told["Article"]
    assert article["headline"] == "The Volcano"
    assert article["author"]["@type"] == "Person"
    assert article["author"]["name"] == "Kael"
    assert article["author"]["url"].endswith("/lore/keepers/kael/")
    assert article["citation"][0]["name"] == "The runes"
    names = [step["name"] for step in told["BreadcrumbList"]["itemListElement"]]
    assert names == ["Lore", "Places", "The Volcano"]


def test_search_engines_hear_no_title_that_lies_under_ash(make_page, seasons, read):
    Source.objects.create(key="end", publisher="Polygon", title="The end", gate=seasons["C1S9"])
    make_page(body="One. [@end]", season=seasons["C1S8"])
    assert "citation" not in structured(read())["Article"]
    assert "The end" not in read()


def test_title_cannot_end_the_block_of_data(make_page, read):
    make_page(title="The </script><b>Volcano", slug="volcano")
    assert "</script><b>" not in read()


def test_picture_of_a_later_season_stands_for_no_page(make_page, make_record, seasons, read):
    hero = make_record(name="The Last Fire", season=seasons["C1S9"])
    hero.images.create(file="x/late.webp", widths=[300], alt="The end", width=300, height=300)
    page = make_page(season=seasons["C1S8"], hero=hero)
    assert "The Last Fire" not in read()
    assert "x/late" not in read()
    assert face_of(page).picture == ""


def test_picture_of_its_own_season_stands_for_a_page(make_page, make_record, seasons, read):
    hero = make_record(name="The First Fire", season=seasons["C1S8"])
    hero.images.create(file="x/now.webp", widths=[300], alt="A fire", width=300, height=300)
    page = make_page(season=seasons["C1S8"], hero=hero)
    assert "The First Fire" in read()
    assert face_of(page).picture == "x/now.webp"


def test_grade_of_a_tie_is_explained_where_it_stands(make_page, read):
    page, other = make_page(), make_page("The Prisoner", kind="character")
    Relation.objects.create(from_page=page, type="near", to_page=other, grade="theory")
    assert 'class="grade-word" popovertarget="told-theory">Theory</button>' in read()


def test_article_with_everything_on_it_costs_eight_statements_at_most(
    client, make_page, make_claim, make_item, polygon, seasons, django_assert_max_num_queries
):
    hero = make_item()
    hero.images.create(file="x/peak.webp", widths=[300], alt="A peak", width=300, height=300)
    body = "::: veil C1S9\nA later word.\n:::\n\nWords. [@polygon] [[Tilted]]"
    page = make_page(body=body, hero=hero, season=seasons["C1S8"])
    page.items.set([hero, make_item()])
    other = make_page("Tilted", body="[[The Volcano]]")
    Relation.objects.create(from_page=page, type="near", to_page=other, grade="theory")
    for number in range(3):
        cited = make_claim(page, f"It rose {number} times.")
        ClaimSource.objects.create(claim=cited, source=polygon)
    StatusQuestion.objects.create(
        page=page, question="Does it sleep?", as_of=date(2026, 6, 5), reason="Nobody says."
    )
    client.get("/house/terms/")  # the masthead counts its rooms once a minute
    with django_assert_max_num_queries(8):
        html = client.get(ADDRESS).text
    assert "It rose 2 times." in html
