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
    assert 'value="My standfirst."' in shown
    assert "<b>mine</b>" not in shown
    assert "1 paragraph alike" in shown


def _go_on(conflict):
    context = conflict.context
    carried = {}
    for name, value in context["carried"]:
        carried[name] = value
    return {
        **carried,
        "body": context["typed"],
        "base_version": context["page"].version,
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
