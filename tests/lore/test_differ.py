"""What differs between two texts and two snapshots; nothing of either may be lost or invented."""

import time

import pytest
from django.template import Context, Engine
from hypothesis import given
from hypothesis import strategies as st

from lore.differ import (
    compare,
    compare_texts,
    compare_words,
    folded,
    paragraphs_of,
    shortly,
    trace,
)
from lore.differ.sequences import spans

words = st.sampled_from(["ash", "ember", "the", "The", ",", ".", " ", "\n", "<b>", "é", "火"])
texts = st.lists(st.one_of(words, st.just("\n\n")), max_size=60).map("".join)
sides = st.lists(st.integers(0, 4), max_size=30)


def _text(runs):
    return "".join(run.text for run in runs)


def _side(paragraphs, missing, name):
    return [_text(getattr(each, name)) for each in paragraphs if each.kind != missing]


# --- properties ------------------------------------------------------------------------------
@given(sides, sides)
def test_spans_cover_both_sequences_in_order(before, after):
    found = spans(before, after)
    assert [each for span in found for each in before[span.a : span.b]] == before
    assert [each for span in found for each in after[span.c : span.d]] == after
    assert all(before[s.a : s.b] == after[s.c : s.d] for s in found if s.same)


@given(texts, texts)
def test_words_that_stayed_and_went_are_the_old_text_those_that_stayed_and_came_the_new(old, new):
    runs = compare_words(old, new)
    assert _text(run for run in runs if run.kind != "added") == old
    assert _text(run for run in runs if run.kind != "removed") == new
    assert all(run.text for run in runs)


@given(texts, texts)
def test_paragraphs_that_stayed_and_came_are_the_new_text(old, new):
    found = compare_texts(old, new)
    assert _side(found, "added", "before") == paragraphs_of(old)
    assert _side(found, "removed", "after") == paragraphs_of(new)


@given(texts)
def test_text_does_not_differ_from_itself(text):
    assert {each.kind for each in compare_texts(text, text)} <= {"same"}


@given(texts, texts)
def test_folding_loses_no_paragraph(old, new):
    found = compare_texts(old, new)
    unfolded = [part for each in folded(found) for part in _text(each.paragraph.runs).split("\n\n")]
    assert "".join(unfolded) == "".join(_text(each.runs).replace("\n\n", "") for each in found)


@given(st.lists(texts, min_size=1, max_size=6))
def test_trace_gives_the_last_text_and_origins_in_which_its_paragraphs_stood(history):
    traced = trace(enumerate(history))
    assert [each.text for each in traced] == paragraphs_of(history[-1])
    for each in traced:
        assert all(each.text in paragraphs_of(text) for text in history[each.origin :])


# --- texts -----------------------------------------------------------------------------------
def test_only_the_word_that_changed_is_marked():
    (only,) = compare_texts("It rose in the north.", "It rose in the east.")
    assert only.kind == "changed"
    assert [(run.kind, run.text) for run in only.runs] == [
        ("same", "It rose in the "),
        ("removed", "north"),
        ("added", "east"),
        ("same", "."),
    ]


def test_paragraph_put_between_others_leaves_them_as_they_were():
    found = compare_texts("One.\n\nTwo.", "One.\n\nBetween.\n\nTwo.")
    assert [each.kind for each in found] == ["same", "added", "same"]


def test_changed_paragraph_is_set_beside_the_one_it_was():
    old = "The king sleeps below.\n\nNobody saw him again."
    new = "A line of its own.\n\nThe king wakes below.\n\nNobody saw him again."
    assert [each.kind for each in compare_texts(old, new)] == ["added", "changed", "same"]


def test_paragraphs_that_stayed_are_folded_when_there_are_several():
    found = folded(compare_texts("One.\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nFour."))
    assert [each.folded for each in found] == [2, 0, 0]
    assert _text(found[0].paragraph.runs) == "One.\n\nTwo."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 50_000, "b a " * 49_999),
        ("a\n\n" * 60_000, "b\n\na\n\n" * 30_000),
        ("[" * 200_000, "[a|" * 66_000),
        (" " * 200_000, "\t" * 199_999),
        ("\n \n\t" * 50_000, "\n" * 99_999),
        ("x" * 200_000, "x" * 199_999),
        ("\n\n".join(["a b c " * 600] * 50), "\n\n".join(["b a d " * 600] * 50)),
    ],
    ids=["two words", "short paragraphs", "brackets", "spaces", "lines", "no words", "alike"],
)
def test_hostile_texts_of_200_kb_take_bounded_time(old, new):
    started = time.process_time()
    found = folded(compare_texts(old, new))
    assert time.process_time() - started < 1.5  # a tenth of it on a quiet machine
    assert sum(len(each.paragraph.runs) for each in found) < 20_000


def test_difference_of_markup_is_text():
    drawn = Engine().from_string("{% for run in runs %}{{ run.text }}{% endfor %}")
    runs = compare_words("<b>safe</b>", "<script>alert(1)</script>")
    shown = drawn.render(Context({"runs": runs}))
    assert "<" not in shown
    assert "script" in shown and "&gt;" in shown


# --- snapshots -------------------------------------------------------------------------------
ROSE = {"id": 1, "text": "It rose.", "grade": "canon", "sources": [{"source": "polygon"}]}
FELL = {"id": 2, "text": "It fell.", "grade": "rumour", "sources": []}


def _rows(before, after, key="claims"):
    parts = compare({key: before}, {key: after})
    return [(row.kind, row.name) for part in parts for row in part.rows]


def test_equal_snapshots_do_not_differ():
    assert compare({"claims": [ROSE], "body": "A."}, {"claims": [ROSE], "body": "A."}) == ()


def test_what_one_side_does_not_know_yet_is_empty_there():
    assert compare({"title": "A"}, {"title": "A", "categories": [], "hero": ""}) == ()


def test_claim_is_known_by_its_key_whatever_became_of_its_words():
    other = {**ROSE, "text": "Nothing alike at all"}
    assert _rows([ROSE, FELL], [other, FELL]) == [("changed", "Nothing alike at all")]


def test_claim_without_a_key_is_known_by_its_words():
    old, new = ({**ROSE, "id": None}, {**ROSE, "id": None, "grade": "debunked"})
    assert _rows([old], [new]) == [("changed", "It rose.")]
    nearly = {**new, "text": "It rose at dawn."}
    assert _rows([old], [nearly]) == [("changed", "It rose at dawn.")]


def test_rows_that_came_and_went_are_told():
    assert _rows([ROSE], [FELL]) == [("added", "It fell."), ("removed", "It rose.")]


def test_rows_in_another_order_have_moved():
    assert _rows([ROSE, FELL], [FELL, ROSE]) == [("moved", "It fell.")]


def test_changed_row_shows_only_the_fields_that_differ():
    (part,) = compare({"claims": [ROSE]}, {"claims": [{**ROSE, "grade": "debunked"}]})
    assert [field.label for field in part.rows[0].fields] == ["Grade"]


def test_sources_of_a_claim_are_told_as_text():
    (part,) = compare({"claims": [{**ROSE, "sources": []}]}, {"claims": [ROSE]})
    assert _text(part.rows[0].fields[0].paragraph.runs) == "Source: polygon"


def test_infobox_rows_are_known_by_their_label():
    old, new = [["Where", "North"], ["Stood", "2019"]], [["Where", "East"], ["Stood", "2019"]]
    assert _rows(old, new, "infobox") == [("changed", "Where")]
    (part,) = compare({"infobox": old}, {"infobox": new})
    assert _text(part.rows[0].fields[0].paragraph.after) == "East"
    renamed = [["Where now", "North"], ["Stood", "2019"]]
    assert _rows(old, renamed, "infobox") == [("added", "Where now"), ("removed", "Where")]


def test_ties_and_names_and_lists_nobody_has_named_are_compared_as_well():
    tie = {"type": "member_of", "to": "the-seven", "grade": "canon"}
    before = {"ties": [], "aliases": ["Old"], "menagerie": [{"beast": "owl"}]}
    after = {"ties": [tie], "aliases": ["Old", "New"], "menagerie": [{"beast": "wolf"}]}
    found = {part.label: [row.name for row in part.rows] for part in compare(before, after)}
    assert found["Ties"] == ["member of the-seven"]
    assert found["Other names"] == ["New"]
    assert found["Menagerie"] == ["wolf", "owl"]


@given(st.lists(st.sampled_from([ROSE, FELL, {"text": "A third."}]), max_size=6))
def test_rows_do_not_differ_from_themselves(rows):
    assert _rows(rows, list(rows)) == []


def test_few_words_tell_sizes_and_numbers():
    before = {"body": "A.", "claims": [ROSE], "status": "draft", "standfirst": "A"}
    after = {"body": "A hill.", "claims": [], "status": "published", "standfirst": "B"}
    assert shortly(before, after) == [
        "Status: Published",
        "Standfirst changed",
        "Text +5 characters",
        "Claims −1",
    ]


# --- blame -----------------------------------------------------------------------------------
def test_each_paragraph_belongs_to_the_revision_that_last_changed_it():
    history = [
        (1, "One.\n\nTwo."),
        (2, "One.\n\nBetween.\n\nTwo."),
        (3, "One.\n\nBetween.\n\nTwo, said better."),
    ]
    traced = [(each.text, each.origin) for each in trace(history)]
    assert traced == [("One.", 1), ("Between.", 2), ("Two, said better.", 3)]


def test_page_without_a_text_has_nobody_to_ask():
    assert trace([]) == []
    assert trace([(1, "")]) == []
