"""Two editors, one page: the second is shown both texts, and nobody's words are lost."""

import pytest

from lore.models.keeping import StaleEdit
from tests.lore.desk import typed

THEIRS = "The first words.\n\nA paragraph of theirs."
MINE = "The first words.\n\nA paragraph of <b>mine</b>."


@pytest.fixture
def volcano(make_page):
    return make_page(body="The first words.\n\nThe last words.")


@pytest.fixture
def conflict(editor, volcano):
    """Both opened the form; they saved first, then I did."""
    address = f"/admin/lore/page/{volcano.pk}/change/"
    form = editor.get(address)
    assert editor.post(address, typed(form, body=THEIRS, summary="Theirs.")).status_code == 302
    return editor.post(address, typed(form, body=MINE, standfirst="My standfirst."))


def test_second_editor_gets_409_and_nothing_is_written(conflict, volcano):
    assert conflict.status_code == 409
    volcano.refresh_from_db()
    assert volcano.body == THEIRS
    assert volcano.revisions.count() == 2


def test_conflict_shows_both_texts_and_keeps_what_was_typed(conflict):
    shown = conflict.content.decode()
    assert "A paragraph of theirs." in shown
    assert "A paragraph of &lt;b&gt;mine&lt;/b&gt;." in shown
    assert "<ins>" in shown and "<del>" in shown
    assert 'value="My standfirst."' in shown
    assert "<b>mine</b>" not in shown
    assert "The first words." in shown


def _go_on(conflict):
    context = conflict.context
    carried = {}
    for name, value in context["carried"]:
        carried[name] = value
    return {
        **carried,
        "body": context["typed"],
        "base_version": context["version"],
        "rows_from": context["began_from"],
        "_review": 1,
    }


def test_going_on_shows_the_form_with_everything_typed_before_it_is_saved(
    editor, conflict, volcano
):
    address = f"/admin/lore/page/{volcano.pk}/change/"
    again = editor.post(address, _go_on(conflict))
    assert "Nothing is saved yet" in again.content.decode()
    assert "My standfirst." in again.content.decode()
    assert editor.post(address, typed(again, summary="Mine after all.")).status_code == 302
    volcano.refresh_from_db()
    assert (volcano.body.replace("\r", ""), volcano.standfirst) == (MINE, "My standfirst.")


def test_rows_beside_the_page_count_as_well(editor, volcano, make_claim):
    make_claim(volcano)
    address = f"/admin/lore/page/{volcano.pk}/change/"
    form = editor.get(address)
    editor.post(address, typed(form) | {"claims-0-text": "It rose at dawn."})
    answer = editor.post(address, typed(form) | {"claims-0-text": "It rose at night."})
    assert answer.status_code == 409
    assert volcano.claims.get().text == "It rose at dawn."
    assert "It rose at night." in answer.content.decode()


def test_form_without_a_version_is_stale(volcano):
    with pytest.raises(StaleEdit):
        volcano.claim_version(0)


# --- rows ------------------------------------------------------------------------------------
@pytest.fixture
def with_claims(volcano, make_claim, kael):
    make_claim(volcano, "It rose.")
    make_claim(volcano, "It slept.", position=1)
    volcano.revise(kael, "Claims added.")
    return volcano


def _overtaken(editor, page, theirs, mine):
    """The form was opened, somebody else saved `theirs`, then it is sent with `mine`."""
    address = f"/admin/lore/page/{page.pk}/change/"
    form = editor.get(address)
    assert editor.post(address, typed(form, press="_save") | theirs).status_code == 302
    answer = editor.post(address, typed(form) | mine)
    assert answer.status_code == 409
    return answer


def test_rows_of_both_stand_side_by_side(editor, with_claims):
    conflict = _overtaken(
        editor, with_claims, {"claims-0-text": "It rose at dawn."}, {"claims-0-text": "It fell."}
    )
    (part,) = conflict.context["parts"]
    assert part.label == "Claims"
    shown = conflict.content.decode()
    assert "at dawn" in shown and "fell" in shown


def test_row_that_they_took_away_is_still_there_to_go_on_with(editor, with_claims):
    first, second = with_claims.claims.all()
    conflict = _overtaken(
        editor, with_claims, {"claims-0-DELETE": "on"}, {"claims-0-text": "It rose at noon."}
    )
    address = f"/admin/lore/page/{with_claims.pk}/change/"
    again = editor.post(address, _go_on(conflict))
    assert "It rose at noon." in again.content.decode()
    assert editor.post(address, typed(again, summary="Mine.")).status_code == 302
    assert [claim.pk for claim in with_claims.claims.all()] == [first.pk, second.pk]
    assert with_claims.claims.first().text == "It rose at noon."


def test_row_that_they_added_is_shown_and_is_in_the_history(editor, with_claims):
    theirs = {
        "timeline-TOTAL_FORMS": 1, "timeline-0-page": with_claims.pk, "timeline-0-grade": "canon",
        "timeline-0-date": "2019-02-28", "timeline-0-precision": "day",
        "timeline-0-text": "It woke.",
    }  # fmt: skip
    conflict = _overtaken(editor, with_claims, theirs, {"claims-0-text": "It fell."})
    assert [part.key for part in conflict.context["parts"]] == ["claims", "timeline"]
    assert "It woke." in conflict.content.decode()


def test_third_editor_in_between_is_noticed_as_well(editor, with_claims):
    conflict = _overtaken(editor, with_claims, {"body": "Theirs."}, {"body": "Mine."})
    address = f"/admin/lore/page/{with_claims.pk}/change/"
    again = editor.post(address, _go_on(conflict))
    editor.post(address, typed(editor.get(address), press="_save", body="A third text."))
    answer = editor.post(address, typed(again))
    assert answer.status_code == 409
    assert "A third text." in answer.content.decode()
    assert "Mine." in answer.content.decode()
