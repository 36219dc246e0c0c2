"""What is found in a page before it goes out: each fault in a sentence, and no false alarm."""

from itertools import count

import pytest

from lore.faults import Level, are_grave, faults_of
from lore.models import Page, Release, Source
from lore.models.snapshot import snapshot_of
from tests.lore.desk import typed

WHOLE = {"standfirst": "A mountain.", "body": "## Rise\n\nIt rose."}


@pytest.fixture
def found(make_page):
    """The sentences found in this page, or in a new one with these fields."""
    numbers = count(1)

    def find(page=None, **fields):
        page = page or make_page(f"Crater {next(numbers)}", **{**WHOLE, **fields})
        return [f"{fault.level}: {fault.sentence}" for fault in faults_of(snapshot_of(page))]

    return find


def test_whole_page_has_no_faults(found):
    assert found() == []


def test_missing_standfirst_and_text_are_told(found):
    assert any("no standfirst" in words for words in found(standfirst=""))
    assert any("no text yet" in words for words in found(body=""))


def test_red_link_is_a_note_and_names_what_is_missing(found):
    assert found(body="[[The Moon]]") == ["note: “The Moon” leads to no page yet."]


def test_red_link_in_the_facts_is_told_at_the_facts(make_page):
    page = make_page(**WHOLE, infobox=[["Where", "[[Moon]]"]])
    fault = faults_of(snapshot_of(page))[0]
    assert (fault.level, fault.where) == (Level.NOTE, "id_at_a_glance")
    assert "“Where” points at “moon”" in fault.sentence


def test_fact_that_does_not_keep_to_the_schema_is_told(found):
    assert "Write “Where” for “where”" in found(infobox=[["where", "North"]])[0]
    assert "is a date" in found(infobox=[["Stood", "In spring"]])[0]
    assert found(infobox=[["Where", "North"], ["Vents", "Three"]]) == []


def test_source_nobody_entered_is_told(found):
    assert found(body="Said. [@nobody]") == ["warning: There is no source “nobody”."]


def test_picture_that_is_not_there_keeps_a_page_from_going_out(make_page):
    page = make_page(**{**WHOLE, "body": '![Smoke](media:nothing "Smoke.")'})
    faults = faults_of(snapshot_of(page))
    assert are_grave(faults)
    assert "no picture under the key “nothing”" in faults[0].sentence


def test_headings_that_skip_a_level_are_told(found):
    told = found(body="## Rise\n\n#### Deep\n\nWords.")
    assert told == [
        "warning: The heading “Deep” leaves a level out: begin it with ###.",
    ]
    assert found(body="## Rise\n\n### Deep\n\n## Fall\n\nWords.") == []


def test_page_too_long_to_read_is_told(found):
    assert "more than one reads at once" in found(body="ash " * 4001)[0]


@pytest.mark.parametrize(("grade", "basis", "words"), [
    ("canon", "", "names no source"),
    ("confirmed", "Seen.", "names no source"),
    ("theory", "", "neither a source nor what it is reasoned from"),
    ("rumour", "", "neither a source nor what it is reasoned from"),
])  # fmt: skip
def test_claim_without_what_it_rests_on_is_told(make_page, make_claim, found, grade, basis, words):
    page = make_page(**WHOLE)
    make_claim(page, grade=grade, basis=basis)
    assert any(words in sentence for sentence in found(page))


def test_claim_with_a_source_or_a_basis_is_in_order(make_page, make_claim, found, polygon):
    page = make_page(**WHOLE)
    make_claim(page).cited.create(source=polygon)
    make_claim(page, "It sleeps.", grade="theory", basis="It is warm.")
    assert found(page) == []


def test_quoted_words_want_a_speaker(make_page, make_claim, found, polygon):
    page = make_page(**WHOLE)
    make_claim(page).cited.create(source=polygon, quote="It rose.")
    assert "have no speaker" in found(page)[0]


def test_fact_of_a_tie_wants_a_source(make_page, found, polygon):
    page, other = make_page(**WHOLE), make_page("Retail Row")
    tie = page.ties.create(to_page=other, type="destroyed", grade="canon")
    assert "“destroyed retail-row” is graded a fact" in found(page)[0]
    tie.source = polygon
    tie.save()
    assert found(page) == []


# --- the shield ------------------------------------------------------------------------------
VEIL = ":::spoiler C1S8 | the end | It tells.\n{}\n:::"


def test_passage_that_opens_before_the_page_it_links_to_is_told(seasons, make_page, found):
    make_page("Neo Row", season=seasons["C1S9"])
    told = found(body=VEIL.format("[[Neo Row]] came."), season=seasons["C1S7"])
    assert told == [
        "warning: The passage “the end” opens with Chapter 1, Season 8, and it links to "
        "“Neo Row”, which belongs to Chapter 1, Season 9."
    ]


def test_passage_that_names_a_later_season_is_told(seasons, found):
    told = found(body=VEIL.format("It fell in Chapter 1, Season 9."), season=seasons["C1S7"])
    assert "speaks of Chapter 1, Season 9" in told[0]
    assert found(body=VEIL.format("In Chapter 1, Season 8.")) == []


def test_link_to_a_later_page_in_the_open_is_only_noted(seasons, make_page, found):
    make_page("Neo Row", season=seasons["C1S9"])
    told = found(body="[[Neo Row]]", season=seasons["C1S7"])
    assert told == [
        "note: In the open, the text links to “Neo Row”, which belongs to Chapter 1, Season 9."
    ]


def test_veil_that_no_gate_lifts_is_told(seasons, found):
    told = found(body=":::spoiler C9S9 | the end | It tells.\nIt fell.\n:::")
    assert "only asking does" in told[0]


@pytest.mark.parametrize(("gate", "words"), [
    (None, "lies in the open and speaks of Chapter 1, Season 9"),
    ("C1S8", "opens with Chapter 1, Season 8 and speaks of Chapter 1, Season 9"),
])  # fmt: skip
def test_claim_gated_lower_than_what_it_tells_is_told(
    seasons, make_page, make_claim, found, polygon, gate, words
):
    page = make_page(**WHOLE, season=seasons["C1S7"])
    claim = make_claim(page, "It fell in Chapter 1, Season 9.", gate=seasons.get(gate))
    claim.cited.create(source=polygon)
    assert any(words in sentence for sentence in found(page))


def test_claim_whose_gate_holds_is_in_order(seasons, make_page, make_claim, found, polygon):
    page = make_page(**WHOLE, season=seasons["C1S7"])
    claim = make_claim(page, "It fell in Chapter 1, Season 9.", gate=seasons["C1S9"])
    claim.cited.create(source=polygon)
    assert found(page) == []


def test_a_part_of_a_work_is_no_open_gate(seasons, make_page, make_claim, found, polygon):
    page = make_page(**WHOLE, season=seasons["C1S7"])
    part = Release.objects.create(work=page, name="Part Two", key="part-two", position=2)
    claim = make_claim(page, "It fell in Chapter 1, Season 9.", gate_release=part)
    claim.cited.create(source=polygon)
    assert found(page) == []


def test_open_question_that_tells_of_a_later_season_is_told(seasons, make_page, found):
    page = make_page(**WHOLE, season=seasons["C1S7"])
    asked = {"question": "Why did it fall?", "as_of": "2026-06-06"}
    page.questions.create(**asked, reason="Chapter 1, Season 9 does not say.")
    assert any("“Why did it fall?” lies in the open and speaks" in each for each in found(page))
    page.questions.update(gate=seasons["C1S9"])
    assert found(page) == []


def test_gate_before_the_page_itself_is_noted(seasons, make_page, make_claim, found, polygon):
    page = make_page(**WHOLE, season=seasons["C1S9"])
    make_claim(page, gate=seasons["C1S8"]).cited.create(source=polygon)
    assert "earlier than the page itself" in found(page)[0]


def test_happening_dated_in_a_later_season_is_told(seasons, make_page, found):
    for code, day in [("C1S8", "2019-02-28"), ("C1S9", "2019-05-09")]:
        seasons[code].starts_on = day
        seasons[code].save()
    page = make_page(**WHOLE, season=seasons["C1S8"])
    page.timeline.create(date="2019-05-10", season=seasons["C1S8"], text="It fell.", grade="canon")
    assert "its day lies in Chapter 1, Season 9" in found(page)[0]


def test_tie_to_a_page_of_a_later_season_is_told(seasons, make_page, found, polygon):
    other = make_page("Neo Row", season=seasons["C1S9"])
    page = make_page(**WHOLE, season=seasons["C1S8"])
    page.ties.create(to_page=other, type="became", grade="canon", source=polygon)
    assert "that page belongs to Chapter 1, Season 9" in found(page)[0]


def test_gravest_fault_stands_first_and_none_twice(make_page):
    body = "[[Moon]] [[Moon]]\n\n![Smoke](media:nothing)\n\n[@nobody]"
    faults = faults_of(snapshot_of(make_page(**{**WHOLE, "body": body})))
    assert [fault.level for fault in faults] == [Level.ERROR, Level.WARNING, Level.NOTE]


# --- where they are told ---------------------------------------------------------------------
def _change(page):
    return f"/admin/lore/page/{page.pk}/change/"


def test_page_with_a_grave_fault_does_not_go_out_and_no_word_is_lost(editor, make_page):
    page = make_page(**WHOLE)
    form = editor.get(_change(page))
    broken = "\n## Smoke\n\n![Smoke](media:nothing)\n"
    answer = editor.post(_change(page), typed(form, body=broken, _publish=1))
    assert answer.status_code == 422
    assert "no picture under the key" in answer.content.decode()
    assert page.revisions.count() == 1
    carried = dict(answer.context["carried"])
    assert carried["body"] == broken
    again = editor.post(_change(page), {**carried, "_review": 1})
    assert "Nothing is saved yet" in again.content.decode()
    assert editor.post(_change(page), {**carried, "_save": 1}).status_code == 302
    assert page.revisions.count() == 2, "a draft may have faults"


def test_new_page_with_a_grave_fault_leaves_nothing_behind(editor, db):
    add = "/admin/lore/page/add/"
    given = {"title": "Smoke", "slug": "smoke", "kind": "place", "body": "![S](media:nothing)"}
    assert editor.post(add, typed(editor.get(add), **given, _publish=1)).status_code == 422
    assert not Page.objects.exists()


def test_lesser_faults_are_told_and_keep_nothing_back(editor, make_page):
    page = make_page(**WHOLE)
    sent = typed(editor.get(_change(page)), body="Said. [@nobody]", _publish=1)
    answer = editor.post(_change(page), sent, follow=True)
    assert "Look again: There is no source “nobody”." in answer.content.decode()
    page.refresh_from_db()
    assert page.body == "Said. [@nobody]"


def test_preview_tells_what_was_found(editor, make_page):
    seen = editor.post(
        "/admin/lore/page/preview/?part=1",
        {"title": "T", "kind": "place", "body": "[[Moon]]", "slug": "t"},
    ).content.decode()
    assert 'data-findings="2"' in seen
    assert "“Moon” leads to no page yet." in seen
    assert not Source.objects.exists()
