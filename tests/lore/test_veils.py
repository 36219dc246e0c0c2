"""What is covered is nowhere but at its own address."""

import pytest

from lore.models import Page, Relation, TimelineEntry

COVERED = "The mountain cracked open at noon"
BODY = f"""## How it ended

:::spoiler C1S9 | the end | Tells what became of it.
### The crackening

{COVERED}. [[Pressure Plant]] stood there. [@polygon]
:::

After that it was quiet.
"""


@pytest.fixture
def veiled(make_page, seasons, polygon, make_claim):
    make_page("Pressure Plant")
    page = make_page(body=BODY, season=seasons["C1S8"], standfirst="A mountain.")
    make_claim(page, "Lava reached the town.", gate=seasons["C1S9"])
    return page


def test_covered_words_are_in_nothing_the_page_gives_away(client, veiled):
    answer = client.get("/lore/volcano/").content.decode()
    for word in [COVERED, "crackening", "Lava reached", "The runes"]:
        assert word not in answer
    stored = f"{veiled.html}{veiled.toc}{veiled.text}{veiled.facts}"
    assert COVERED not in stored
    assert "crackening" not in stored


def test_covered_words_are_not_searched(veiled):
    assert not Page.objects.search("cracked").exists()
    assert not Page.objects.search("lava").exists()
    assert Page.objects.search("quiet").get() == veiled


def test_bar_leads_to_the_passage_without_a_script(client, veiled):
    assert 'href="/lore/volcano/veil/1/"' in client.get("/lore/volcano/").content.decode()
    answer = client.get("/lore/volcano/veil/1/")
    assert COVERED in answer.content.decode()
    assert "The runes" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"


def test_script_gets_the_passage_alone(client, veiled):
    answer = client.get("/lore/volcano/veil/1/?part=1")
    assert COVERED in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert "public" in answer["Cache-Control"]


def test_covered_claim_has_a_page_of_its_own(client, veiled):
    claim = veiled.claims.get()
    assert "Under ash until Chapter 1, Season 9" in client.get("/lore/volcano/").content.decode()
    assert "Lava reached" in client.get(claim.get_absolute_url()).content.decode()


def test_open_claim_has_no_page_of_its_own(client, veiled, make_claim):
    claim = make_claim(veiled)
    assert client.get(f"/lore/volcano/claims/{claim.pk}/").status_code == 404


def test_ties_of_later_seasons_are_counted_and_not_named(client, veiled, make_page, seasons):
    other = make_page("The Devourer", kind="character")
    tie = {"from_page": veiled, "to_page": other, "grade": "canon"}
    Relation.objects.create(type="freed", season=seasons["C1S9"], **tie)
    answer = client.get("/lore/volcano/").content.decode()
    assert "The Devourer" not in answer
    assert "1 more" in answer
    assert "The Devourer" in client.get("/lore/volcano/ties/").content.decode()


def test_timeline_covers_what_a_page_tells_of_later_seasons(client, veiled, seasons, kael):
    later = TimelineEntry.objects.create(
        page=veiled, season=seasons["C1S9"], date="2019-05-09", text="A factory.", grade="canon"
    )
    veiled.revise(kael, "Dated.")
    for address in ["/lore/", "/lore/timeline/"]:
        assert "A factory." not in client.get(address).content.decode()
    assert "A factory." in client.get(f"/lore/volcano/timeline/{later.pk}/").content.decode()


def test_link_under_ash_is_not_told_by_what_links_here(client, veiled):
    link = veiled.links.get(key="pressure-plant")
    assert link.is_covered
    assert "What links here" not in client.get("/lore/pressure-plant/").content.decode()


def test_veil_of_a_draft_and_a_number_too_many_are_404(client, veiled):
    assert client.get("/lore/volcano/veil/2/").status_code == 404
    Page.objects.update(status="draft")
    assert client.get("/lore/volcano/veil/1/").status_code == 404
    assert client.get(veiled.claims.get().get_absolute_url()).status_code == 404
