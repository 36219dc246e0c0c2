"""A snapshot can be laid back: every row with its key, and nothing lost in silence."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Season
from lore.models import Category, KeyFigure, Page, Relation, StatusQuestion, TimelineEntry
from lore.models.restoring import lay
from lore.models.snapshot import snapshot_of


def _ask_and_date(page, seasons):
    asked = StatusQuestion.objects.create(
        page=page, question="Again?", as_of=date(2026, 6, 6), reason="No word.",
        next_look=date(2027, 3, 3),
    )  # fmt: skip
    asked.earlier.create(answer="denied", as_of=date(2025, 6, 6), reason="They said no.")
    TimelineEntry.objects.create(
        page=page, date=date(2019, 2, 28), precision="month", text="It rose.", grade="canon",
        season=seasons["C1S8"],
    )  # fmt: skip


@pytest.fixture
def volcano(make_page, make_claim, make_item, seasons, polygon):
    """A page with something of everything."""
    page = make_page(
        infobox=[["Where", "North"]], season=seasons["C1S8"], hero=make_item(slug="brood"),
        review_due=date(2027, 1, 1), standfirst="It rose.",
    )  # fmt: skip
    page.items.set([make_item(slug="egg"), make_item(slug="ash")])
    page.aliases.create(title="The cone", reason="renamed")
    page.categories.set([Category.objects.create(title="Mountains", slug="mountains")])
    KeyFigure.objects.create(
        page=page, label="Height", value="300", unit="metres", as_of=date(2019, 2, 28),
        source=polygon, gate=seasons["C1S9"], position=1,
    )  # fmt: skip
    first = make_claim(page, position=2, gate=seasons["C1S9"], review_due=date(2027, 2, 2))
    first.cited.create(source=polygon, quote="Up.", speaker="Ash", via="Kael")
    make_claim(page, "It fell.", position=1, grade="debunked", earlier_grade="rumour")
    Relation.objects.create(
        from_page=page, type="destroyed", to_page=make_page("Retail Row"), grade="canon",
        season=seasons["C1S8"], source=polygon,
    )  # fmt: skip
    _ask_and_date(page, seasons)
    return Page.objects.get(pk=page.pk)


def _keys(page):
    rows = [page.claims, page.figures, page.ties, page.questions, page.timeline, page.aliases]
    below = [claim.cited for claim in page.claims.all()]
    below += [question.earlier for question in page.questions.all()]
    return [set(kind.values_list("pk", flat=True)) for kind in [*rows, *below]]


def _emptied(page):
    for rows in [page.claims, page.figures, page.ties, page.questions, page.timeline]:
        rows.all().delete()
    page.items.clear()
    page.categories.clear()
    page.title, page.body, page.season, page.hero = "Mount", "Other.", None, None
    page.infobox, page.review_due, page.standfirst = [], None, ""
    page.save()


def test_laying_what_a_page_says_changes_nothing(volcano):
    before, keys = snapshot_of(volcano), _keys(volcano)
    assert lay(volcano, before) == []
    assert snapshot_of(volcano) == before
    assert _keys(volcano) == keys


def test_rows_that_say_the_same_are_not_written(volcano):
    snapshot = snapshot_of(volcano)
    with CaptureQueriesContext(connection) as asked:
        lay(volcano, snapshot)
    written = ("UPDATE", "INSERT", "DELETE")
    assert not [query["sql"] for query in asked if query["sql"].startswith(written)]


def test_older_snapshot_comes_back_whole_with_the_keys_of_its_rows(volcano):
    before, keys = snapshot_of(volcano), _keys(volcano)
    _emptied(volcano)
    assert lay(volcano, before) == []
    assert snapshot_of(Page.objects.get(pk=volcano.pk)) == before
    assert _keys(volcano) == keys


def test_row_that_changed_is_written_in_its_place(volcano):
    snapshot = snapshot_of(volcano)
    claim = volcano.claims.last()
    snapshot["claims"][1]["text"] = "It rose at dawn."
    lay(volcano, snapshot)
    claim.refresh_from_db()
    assert claim.text == "It rose at dawn."
    assert volcano.claims.count() == 2


def test_row_that_is_not_in_the_snapshot_goes_and_a_row_without_a_key_gets_one(volcano):
    snapshot = snapshot_of(volcano)
    snapshot["claims"] = [{"text": "New.", "grade": "theory", "as_of": "2026-11-26"}]
    assert lay(volcano, snapshot) == []
    claim = volcano.claims.get()
    assert (claim.text, claim.gate, claim.as_of) == ("New.", None, date(2026, 11, 26))


def test_names_are_added_and_never_taken_away(volcano):
    snapshot = snapshot_of(volcano)
    volcano.aliases.create(title="The peak")
    lay(volcano, {**snapshot, "aliases": [{"title": "The crater", "reason": "name"}]})
    titles = ["The cone", "The crater", "The peak"]
    assert list(volcano.aliases.values_list("title", flat=True)) == titles


def test_two_ties_may_change_places(volcano, make_page):
    volcano.ties.create(type="destroyed", to_page=make_page("Tilted Towers"), grade="canon")
    snapshot = snapshot_of(volcano)
    first, second = snapshot["ties"]
    first["to"], second["to"] = second["to"], first["to"]
    lay(volcano, snapshot)
    assert snapshot_of(volcano) == snapshot


def test_snapshot_of_the_first_days_still_lays(volcano):
    """Then, rows had no keys, names no reasons, and dates of review were not kept."""
    snapshot, keys = snapshot_of(volcano), _keys(volcano)
    for row in [*snapshot["claims"], *snapshot["ties"], *snapshot["timeline"]]:
        row.pop("id")
        row.pop("position", None)
        row.pop("review_due", None)
    old = {**snapshot, "aliases": ["The cone"]}
    for name in ["author", "written_on", "review_due"]:
        old.pop(name)
    old["body"] = "As it was."
    assert lay(volcano, old) == []
    assert volcano.body == "As it was."
    assert volcano.ties.count() == 1
    assert _keys(volcano)[1] == keys[1], "a row that says the same keeps its key"
    _emptied(volcano)
    assert lay(volcano, old) == []
    assert [claim.text for claim in volcano.claims.all()] == ["It fell.", "It rose."]


def test_what_is_gone_meanwhile_is_told_and_nothing_is_laid_open(volcano, make_item):
    snapshot = snapshot_of(volcano)
    _emptied(volcano)
    Season.objects.filter(code="C1S9").delete()
    snapshot["items"].append("gone")
    snapshot["ties"][0]["to"] = "nowhere"
    lost = lay(volcano, snapshot)
    assert sorted(lost) == [
        "“C1S9” is not there any more.",  # a claim and a figure waited for it
        "“C1S9” is not there any more.",
        "“gone” is not there any more.",
        "“nowhere” is not there any more.",
    ]
    assert [claim.text for claim in volcano.claims.all()] == ["It fell."]


def test_name_that_is_another_pages_by_now_stays_with_it(volcano, make_page):
    snapshot = snapshot_of(volcano)
    _emptied(volcano)
    Page.objects.filter(pk=volcano.pk).update(slug="mount")
    volcano.refresh_from_db()
    make_page()
    lost = lay(volcano, snapshot)
    assert len(lost) == 2
    assert (volcano.title, volcano.slug, volcano.body) == ("Mount", "mount", "A mountain.")


def test_tie_to_a_page_that_was_renamed_finds_it_under_its_old_name(volcano, kael):
    snapshot = snapshot_of(volcano)
    other = Page.objects.get(slug="retail-row")
    other.title, other.slug = "Mega Mall", "mega-mall"
    other.save()
    other.revise(kael, "Renamed.")
    volcano.ties.all().delete()
    assert lay(volcano, snapshot) == []
    assert volcano.ties.get().to_page == other


def test_key_that_another_page_uses_by_now_is_not_taken_from_it(volcano, make_page, make_claim):
    other = make_claim(make_page("Polar Peak"), "Of another page.")
    snapshot = snapshot_of(volcano)
    snapshot["claims"][0]["id"] = other.pk
    lay(volcano, snapshot)
    other.refresh_from_db()
    assert other.text == "Of another page."
    assert volcano.claims.count() == 2
