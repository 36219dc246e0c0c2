"""Searching the lore: what is found, in which order, how it is told, and what never is."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lore.models import Category, Page, Release
from lore.models.search import Sought, best, tally, understand

pytestmark = pytest.mark.django_db

VEILED = """A quiet hill.

:::spoiler C1S9 | a later season | Tells what became of it.
The smithereens of the obelisk were gathered.
:::
"""


@pytest.fixture
def shelf(make_page, make_claim, seasons):
    """Five pages about the fire, of several kinds, seasons and grades."""
    volcano = make_page("The Volcano", "A mountain of embers.", season=seasons["C1S8"])
    make_page("Émberborn", "Of the north.", slug="born", kind="faction", season=seasons["C1S8"])
    peak = make_page("Polar Peak", "Ice above, embers below.", season=seasons["C1S7"])
    make_page("The Prisoner", "He sat under the peak.", kind="character", season=seasons["C1S7"])
    night = make_page("Night of Embers", "What burned.", kind="event", season=seasons["C1S8"])
    make_claim(volcano, grade="canon")
    make_claim(peak, grade="theory")
    make_claim(night, grade="debunked", gate=seasons["C1S9"])
    return volcano


def found(client, **asked):
    return client.get(f"/lore/search/?{urlencode(asked, doseq=True)}")


def titles(client, **asked):
    return [page.title for page in found(client, **asked).context["finding"].pages]


def test_title_counts_more_than_text(client, shelf):
    assert titles(client, q="embers")[0] == "Night of Embers"
    assert set(titles(client, q="embers")) == {"Night of Embers", "The Volcano", "Polar Peak"}


def test_page_that_bears_the_very_name_comes_first(client, shelf, make_page):
    make_page("Volcano Watch", "volcano " * 50, slug="watch")
    assert titles(client, q="the volcano")[0] == "The Volcano"


def test_other_name_finds_its_page(client, shelf, kael):
    shelf.aliases.create(title="Firehill")
    shelf.revise(kael, "Its other name.")
    assert titles(client, q="firehill") == ["The Volcano"]


@pytest.mark.parametrize("words", ["emberb", "emberborn", "ÉMBERBORN", "émberbo"])
def test_beginning_is_enough_and_accents_do_not_matter(client, shelf, words):
    assert titles(client, q=words) == ["Émberborn"]


def test_all_words_are_wanted_and_the_last_may_be_half_typed(client, shelf):
    assert titles(client, q="ice ember") == ["Polar Peak"]
    assert titles(client, q="mountain pea") == []


@pytest.mark.parametrize(
    ("words", "title"),
    [("Embrborn", "Émberborn"), ("prisner", "The Prisoner"), ("polr pek", "Polar Peak")],
)
def test_misspelt_name_finds_its_page_and_the_sheet_says_so(client, shelf, words, title):
    answer = found(client, q=words)
    assert title in [page.title for page in answer.context["finding"].pages]
    assert f"No page holds “{words}”. Spelt much alike:" in answer.text


def test_quotation_marks_and_a_minus_mean_what_they_mean_elsewhere(client, shelf):
    assert titles(client, q='"mountain of embers"') == ["The Volcano"]
    assert set(titles(client, q="embers -ice")) == {"Night of Embers", "The Volcano"}


@pytest.mark.parametrize(("words", "names"), [
    ('"ember lantern"', {"Ember Lantern", "The Hook", "The Hill"}),
    ('"ember lantern" -hill', {"Ember Lantern", "The Hook"}),
    ('"ember lantern" or peak', {"Ember Lantern", "The Hook", "The Hill", "The Peak"}),
    ('"ember lantern" hung', {"The Hook"}),
])  # fmt: skip
def test_phrase_is_found_in_names_and_in_text_and_only_in_its_order(make_page, words, names):
    make_page("Ember Lantern", "A thing.")
    make_page("The Cellar", "A lantern, and an ember beside it.")
    make_page("The Hook", "An ember lantern hung here.")
    make_page("The Hill", "There an ember lantern stood.")
    make_page("The Peak", "Ice.")
    sought = Sought(words, understand(words))
    assert set(Page.objects.filter(pk__in=best(sought)).values_list("title", flat=True)) == names
    assert tally(sought).total == len(names)


@pytest.mark.parametrize(("words", "is_found"), [
    ("ember lantern", True),  # the title
    ("cold hill", True),  # the other name
    ("lantern cold", False),  # the end of one and the beginning of the other
    ("hill ember", False),  # names are kept twice, as stems and as they are
    ("hill iron", False),  # the end of the names and the beginning of the standfirst
    ("lantern iron", False),
    ("iron things", True),
])  # fmt: skip
def test_phrase_does_not_go_on_beyond_the_end_of_a_name(make_page, kael, words, is_found):
    page = make_page("Ember Lantern", "Of old.", standfirst="Iron things.")
    page.aliases.create(title="Cold Hill")
    page.revise(kael, "Its other name.")
    sought = Sought(f'"{words}"', understand(f'"{words}"'))
    assert bool(best(sought)) == is_found
    assert tally(sought).total == is_found


def test_only_leaving_out_is_no_question(client, shelf):
    assert titles(client, q="-ice") == []


def test_filters_narrow_and_say_what_they_would_leave(client, shelf):
    assert titles(client, q="embers", kind="event") == ["Night of Embers"]
    assert titles(client, q="embers", season="C1S7") == ["Polar Peak"]
    assert titles(client, q="embers", grade=["theory", "canon"], kind="place") == [
        "The Volcano", "Polar Peak",
    ]  # fmt: skip
    facets = found(client, q="embers", kind="event").context["finding"].facets
    counts = {(f.name, c.value): c.count for f in facets for c in f.choices}
    assert counts["kind", "place"] == 2  # as if its own filter were not there
    assert counts["season", "C1S8"] == 1
    assert counts["season", "C1S7"] == 0


def test_category_finds_what_stands_within_it_wherever_it_is_moved(client, shelf):
    fire, rock = (Category.objects.create(title=name, slug=name) for name in ("fire", "rock"))
    lava = Category.objects.create(title="lava", slug="lava", parent=fire)
    shelf.categories.set([lava])
    assert titles(client, q="embers", category="fire") == ["The Volcano"]
    assert titles(client, q="embers", category="rock") == []
    lava.parent = rock
    lava.save()
    assert titles(client, q="embers", category="rock") == ["The Volcano"]
    facets = found(client, q="embers").context["finding"].facets
    counts = {choice.value: choice.count for facet in facets for choice in facet.choices}
    assert (counts["fire"], counts["rock"], counts["lava"]) == (0, 1, 1)
    shelf.categories.clear()
    assert titles(client, q="embers", category="rock") == []


def test_grade_of_a_claim_that_waits_for_a_release_is_not_found(
    client, shelf, make_page, make_claim
):
    series = make_page("The Series", kind="work")
    part = Release.objects.create(work=series, key="part-two", name="Part Two", position=1)
    claim = make_claim(shelf, grade="rumour", gate_release=part)
    assert titles(client, q="embers", grade="rumour") == []
    claim.gate_release = None
    claim.save()
    assert titles(client, q="embers", grade="rumour") == ["The Volcano"]


def test_grade_of_a_claim_under_ash_is_neither_found_nor_counted(client, shelf):
    assert titles(client, q="embers", grade="debunked") == []
    counted = tally(Sought("embers", understand("embers")))
    assert counted.count("grade", "debunked") == 0
    assert "Debunked" not in found(client, q="burned").text.split('<ul class="leaves')[1]


def test_grades_follow_their_claims(client, shelf, make_claim):
    claim = make_claim(Page.objects.get(slug="prisoner"), grade="rumour")
    assert titles(client, q="peak", grade="rumour") == ["The Prisoner"]
    claim.grade = "canon"
    claim.save()
    assert titles(client, q="peak", grade="rumour") == []
    claim.delete()
    assert titles(client, q="peak", grade="canon") == []


def test_word_under_ash_is_never_found_and_never_in_a_snippet(client, make_page, seasons):
    make_page("The Hill", VEILED, season=seasons["C1S8"])
    assert titles(client, q="smithereens") == []
    assert titles(client, q="obelisk") == []
    assert titles(client, q="obelsk") == []
    page = found(client, q="quiet").text
    assert "The Hill" in page
    assert "obelisk" not in page.casefold()
    assert "smithereens" not in client.get("/search/", {"q": "quiet smithereens"}).text.split(
        "found-parts"
    )[-1].replace("quiet smithereens", "").replace("quiet%2Bsmithereens", "")


def test_snippet_shows_where_the_words_stand_and_stays_text(client, make_page):
    make_page("Sums", "Here 1 < 2 <img src=x onerror=alert(1)> and *cinders*.")
    page = found(client, q="cinders").text
    assert "Here 1 &lt; 2" in page
    assert "<mark>cinders</mark>" in page
    assert "<img" not in page


def test_drafts_archived_pages_and_pages_to_come_are_not_found(client, make_page):
    make_page("Cinder one", status="draft")
    make_page("Cinder two", status="archived")
    make_page("Cinder three", publish_at=timezone.now() + timedelta(hours=1))
    assert titles(client, q="cinder") == []
    assert titles(client, q="cindr") == []
    page = found(client, q="cinder").text
    assert "Nothing under that name" in page
    assert "Cinder one" not in page


def test_page_appears_in_searches_by_the_clock(client, make_page):
    page = make_page("Cinder", publish_at=timezone.now() + timedelta(hours=1))
    Page.objects.filter(pk=page.pk).update(publish_at=timezone.now())
    assert titles(client, q="cinder") == ["Cinder"]


def test_search_without_hits_names_the_nearest_pages(client, shelf):
    page = found(client, q="voxqj").text
    assert "Nothing under that name" in page
    assert "The Volcano" in page


def test_filter_that_leaves_nothing_says_so_and_offers_the_way_out(client, shelf):
    page = found(client, q="embers", kind="work").text
    assert "none of them fits Work" in page
    assert 'href="?q=embers"' in page


def test_unknown_filter_is_told_and_left_aside(client, shelf):
    page = found(client, q="embers", kind="dragon<b>").text
    assert "There is no kind “dragon&lt;b&gt;”." in page
    assert "3 pages" in page


def test_long_result_is_laid_on_sheets_that_keep_the_filters(client, make_page, kael):
    facts = {"kind": "place", "status": "published", "author": kael, "text": "cinder"}
    Page.objects.bulk_create(
        Page(title=f"Page {n}", slug=f"page-{n}", key=f"page-{n}", names=f"Page {n}",
             publish_at=timezone.now(), **facts)
        for n in range(45)
    )  # fmt: skip
    page = found(client, q="cinder", kind="place", page=2).text
    assert "45 pages</b>, 21 to 40 shown: Place" in page
    assert "?q=cinder&amp;kind=place&amp;page=3" in page
    assert found(client, q="cinder", page="nonsense").status_code == 200


def test_search_takes_few_statements(client, shelf, django_assert_max_num_queries):
    with django_assert_max_num_queries(11):  # two of them for what is spelt alike
        found(client, q="embers", kind="place")


def test_search_is_the_same_page_for_everybody_and_no_engine_lists_it(client, shelf, mira):
    client.force_login(mira)
    answer = found(client, q="embers")
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
    assert 'name="robots" content="noindex"' in answer.text


HOSTILE = ["\x00", "'", "%", "_", "((", "a & b | !c:*", "a" * 10_000, "🔥", "\ue000", "<->", "\\"]
ODD = ['"', '"a', "-- ;", "½", "the", "or", "a or", "-", "-a", "a -", "o'clock", "half-ty", "e"]
# Whatever an address can carry: half of a surrogate pair is no letter, in UTF-8 it has no bytes.
LETTERS = st.one_of(
    st.sampled_from("ember \"'()&|!:*<->\\-_%or\t\x00é½"),
    st.characters(exclude_categories=["Cs"]),
)


@pytest.mark.parametrize("words", [*HOSTILE, *ODD])
def test_no_words_break_the_search(client, shelf, words):
    assert found(client, q=words, kind=words, season=words).status_code == 200


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet=LETTERS))
def test_random_words_break_nothing(client, shelf, words):
    assert client.get("/lore/search/", {"q": words}).status_code == 200
