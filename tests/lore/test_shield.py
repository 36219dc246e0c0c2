"""The shield: carried by the address, and opening nothing that was not reached."""

import random
import string
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from lore.models import Kind, Relation, Release, TimelineEntry
from lore.progress import EVERYTHING, NOTHING, read_progress

BODY = """The open part. [@polygon]

:::ash C1S8 | the end
The mountain broke. [@dexerto] [[Plant]]

:::ash C1S9 | within
A factory within.
:::
:::

:::ash C1S9 | the summer
The summer after.
:::

:::ash nobody-knows | lost
The lost gate.
:::

:::ash cinder-two | Part Two
The second part.
:::
"""


@pytest.fixture
def cinder(make_page):
    """A work in two parts."""
    work = make_page("The Cinder", kind=Kind.WORK)
    for place, key in enumerate(("cinder-one", "cinder-two"), start=1):
        Release.objects.create(work=work, name=f"Part {place}", key=key, position=place)
    return work


@pytest.fixture
def veiled(make_page, make_claim, seasons, polygon, cinder, kael):
    type(polygon).objects.create(key="dexerto", publisher="Dexerto", title="The arm")
    other = make_page("Plant", season=seasons["C1S8"])
    page = make_page(body=BODY, season=seasons["C1S8"])
    make_claim(page, "Lava reached the town.", gate=seasons["C1S9"])
    make_claim(page, "It was drawn.", gate_release=Release.objects.get(key="cinder-two"))
    tie = {"from_page": page, "to_page": other, "grade": "canon"}
    Relation.objects.create(type="freed", season=seasons["C1S9"], **tie)
    TimelineEntry.objects.create(
        page=page, season=seasons["C1S9"], date="2019-05-09", text="A plant opens.", grade="canon"
    )
    page.revise(kael, "Dated.")
    return page


def read(client, code, address="/lore/volcano/"):
    answer = client.get(f"/as-read/{code}{address}")
    assert answer.status_code == 200, answer.get("Location")
    return answer.content.decode()


def test_what_was_reached_is_open_and_what_was_not_is_covered(client, veiled):
    story = read(client, "c1s8")
    assert "The mountain broke." in story
    for words in ("A factory within.", "The summer after.", "Lava reached", "The second part."):
        assert words not in story
    summer = read(client, "c1s9")
    for words in ("The mountain broke.", "A factory within.", "The summer after.", "Lava reached"):
        assert words in summer
    assert "The second part." not in summer
    assert "The lost gate." not in summer


def test_a_part_of_a_work_opens_what_it_gates(client, veiled):
    assert "The second part." not in read(client, "cinder-one")
    second = read(client, "cinder-two")
    assert "The second part." in second
    assert "It was drawn." in second
    assert "The mountain broke." not in second


def test_everything_opens_even_a_gate_nobody_knows(client, veiled):
    assert "The lost gate." in read(client, "all")


def test_sources_of_an_opened_passage_are_listed_with_the_others(client, veiled):
    assert "Dexerto: The arm" not in client.get("/lore/volcano/").content.decode()
    story = read(client, "c1s8")
    assert "Dexerto: The arm" in story
    assert story.count('id="source-2"') == 1


def test_lists_open_as_far_as_the_address_says(client, veiled):
    for address in ("/lore/", "/lore/timeline/"):
        assert "A plant opens." not in client.get(address).content.decode()
        assert "A plant opens." not in read(client, "c1s8", address)
        assert "A plant opens." in read(client, "c1s9", address)


def test_item_page_shows_the_claims_that_were_reached(client, veiled, make_item):
    veiled.items.add(make_item(slug="egg"))
    assert "Lava reached" not in client.get("/vault/egg/").content.decode()
    assert "Lava reached" in read(client, "c1s9", "/vault/egg/")


def test_links_lead_on_to_pages_read_alike(client, veiled):
    story = read(client, "c1s8")
    assert 'href="/as-read/c1s8/lore/plant/"' in story
    assert 'href="/as-read/c1s8/lore/timeline/"' in story
    assert 'action="/as-read/c1s8/lore/search/"' in read(client, "c1s8", "/lore/")
    assert 'href="/bag/"' in story


def test_the_way_back_under_the_ash_is_the_plain_page(client, veiled):
    story = read(client, "c1s8")
    assert 'data-plain href="/lore/volcano/#veil-1"' in story
    assert "Cover again" in story
    assert 'href="/lore/shield/?next=%2Flore%2Fvolcano%2F"' in story


def test_opened_page_is_public_and_kept_by_no_search_engine(client, veiled):
    answer = client.get("/as-read/c1s9/lore/volcano/")
    assert "public" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert int(answer["Content-Length"]) == len(answer.content)
    canonical = '<link rel="canonical" href="http://127.0.0.1:8000/lore/volcano/">'
    assert canonical in answer.content.decode()


def test_plain_page_is_the_same_whatever_the_cookie_says(client, veiled):
    plain = client.get("/lore/volcano/").content
    client.cookies["shield"] = "all"
    assert client.get("/lore/volcano/").content == plain


def test_what_is_not_a_public_page_is_answered_at_its_plain_address(client, veiled):
    for address in ("/lore/shield/", "/lore/nobody/", "/lore/nobody/?page=2"):
        answer = client.get(f"/as-read/c1s9{address}")
        assert (answer.status_code, answer["Location"]) == (302, address)
    for address in ("/bag/", "/admin/", "//evil.example/", "/account/login/", ""):
        assert client.get(f"/as-read/c1s9{address}").status_code == 404
    assert client.post("/as-read/c1s9/lore/volcano/").status_code == 404


def test_other_names_lead_to_the_page_read_alike(client, veiled):
    veiled.aliases.create(title="The mountain of fire")
    answer = client.get("/as-read/c1s9/lore/the-mountain-of-fire/")
    assert answer["Location"] == "/as-read/c1s9/lore/volcano/"
    assert client.get("/as-read/c1s9/lore/volcano")["Location"] == "/as-read/c1s9/lore/volcano/"


def test_there_is_one_spelling_of_each_progress(client, veiled):
    for code in ("cinder-two.c1s9", "c1s9.cinder-one.cinder-two", "c1s8.c1s9.cinder-two.zz"):
        answer = client.get(f"/as-read/{code}/lore/volcano/?page=2")
        assert answer["Location"] == "/as-read/c1s9.cinder-two/lore/volcano/?page=2"


def test_nonsense_opens_nothing_and_breaks_nothing(client, veiled):
    dice = random.Random(4)
    letters = string.printable + "éß\u202e\ue000~.%"
    codes = ["".join(dice.choices(letters, k=dice.randint(1, 30))) for _ in range(150)]
    for code in [*codes, "none", "C1S9", "c1s9.", ".", "..", "a" * 5000, "c1s9/../all", "ALL"]:
        assert read_progress(code) == NOTHING
        client.cookies = SimpleCookie({"shield": code.encode("ascii", "replace").decode()})
        assert client.get("/lore/shield/").status_code == 200
        answer = client.get(f"/as-read/{code.replace('/', '-')}/lore/volcano/")
        assert b"The mountain broke." not in answer.content
        assert answer.status_code in {302, 404}


def test_progress_spells_itself_as_it_is_read(veiled):
    for code in ("c1s9.cinder-two", "c1s8", "cinder-one", "all"):
        assert read_progress(code).code == code
    assert NOTHING.code == "none"
    assert read_progress("c1s9.cinder-two").words == "Chapter 1, Season 9 and Part 2 of The Cinder"


def test_releases_of_a_work_that_is_not_public_are_no_progress(veiled, cinder, kael):
    cinder.archive(kael, "Away.")
    assert read_progress("c1s8.cinder-two").code == "c1s8"


def test_opened_pages_cost_few_statements_more(
    client, veiled, make_claim, seasons, django_assert_max_num_queries
):
    for _ in range(5):
        make_claim(veiled, "One more.", gate=seasons["C1S9"])
    client.get("/lore/grades/")
    with django_assert_max_num_queries(9):
        client.get("/as-read/c1s9.cinder-two/lore/volcano/")


def test_everything_reaches_a_row_without_a_gate(veiled):
    veil = veiled.veils.get(title="lost")
    assert EVERYTHING.has_reached(veil)
    assert not read_progress("c1s9.cinder-two").has_reached(veil)


def test_scheduled_pages_stay_away_however_far_one_has_read(client, veiled):
    type(veiled).objects.filter(pk=veiled.pk).update(publish_at=timezone.now() + timedelta(days=1))
    answer = client.get("/as-read/all/lore/volcano/")
    assert answer["Location"] == "/lore/volcano/"


def test_a_fact_beside_the_article_cannot_be_covered(make_page):
    page = make_page()
    page.infobox = [["Fate", ":::ash C1S9 | Gone."]]
    with pytest.raises(ValidationError, match="open to everyone"):
        page.full_clean()


def test_summary_under_ash_is_for_editors(client, make_page, kael):
    page = make_page()
    page.body += " And more."
    page.save()
    page.revise(kael, "Ash: the mountain breaks.")
    for address in ("/lore/volcano/", "/lore/volcano/revisions/"):
        answer = client.get(address).content.decode()
        assert "A change under ash." in answer
        assert "the mountain breaks" not in answer


@pytest.mark.parametrize("address", ["/search/", "/lore/search/"])
def test_a_search_finds_the_passages_that_were_reached(client, veiled, address):
    for word, first in [("mountain", "c1s8"), ("summer", "c1s9"), ("second", "cinder-two")]:
        asked = f"{address}?q={word}"
        assert "In passages you have reached" not in client.get(asked).content.decode()
        assert "In passages you have reached" in read(client, first, asked)
    assert "In passages you have reached" not in read(client, "c1s8", f"{address}?q=summer")
    assert "<mark>lost</mark>" in read(client, "all", f"{address}?q=lost")
