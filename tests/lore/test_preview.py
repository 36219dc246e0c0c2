"""The preview draws the whole form as it stands, rows included, and writes nothing."""

import pytest

from lore.admin.help import examples
from lore.models import Claim, Page, PageRevision
from tests.lore.desk import typed

ADD_PREVIEW = "/admin/lore/page/preview/?part=1"


def _form(editor, page):
    return typed(editor.get(f"/admin/lore/page/{page.pk}/change/"))


def _seen(editor, page, data):
    answer = editor.post(f"/admin/lore/page/{page.pk}/preview/?part=1", data)
    assert answer.status_code == 200
    return answer.content.decode()


NEW_CLAIM = {
    "claims-TOTAL_FORMS": 1, "claims-0-text": "It hummed.", "claims-0-grade": "rumour",
    "claims-0-as_of": "2026-11-21", "claims-0-position": 0, "claims-0-basis": "Heard.",
}  # fmt: skip


def test_rows_typed_beside_the_page_are_drawn_and_not_kept(editor, make_page, polygon):
    page = make_page()
    cited = {
        "claims-0-cited-TOTAL_FORMS": 1, "claims-0-cited-INITIAL_FORMS": 0,
        "claims-0-cited-0-source": polygon.pk,
    }  # fmt: skip
    seen = _seen(editor, page, _form(editor, page) | NEW_CLAIM | cited)
    assert "It hummed." in seen
    assert "Polygon" in seen
    assert not Claim.objects.exists()
    assert PageRevision.objects.count() == 1


def test_row_that_was_taken_away_is_not_drawn_and_stays(editor, make_page, make_claim):
    page = make_page()
    make_claim(page, "It rose.")
    page.revise(page.author, "A claim.")
    assert "It rose." in _seen(editor, page, _form(editor, page))
    assert "It rose." not in _seen(editor, page, _form(editor, page) | {"claims-0-DELETE": "on"})
    assert Claim.objects.count() == 1


def test_half_a_row_hides_nothing_of_the_rest(editor, make_page):
    page = make_page()
    half = NEW_CLAIM | {"claims-0-as_of": "soon"}
    seen = _seen(editor, page, _form(editor, page) | half | {"body": "It smokes."})
    assert "It smokes." in seen
    assert "It hummed." not in seen


def test_unpublished_work_is_what_the_preview_begins_from(editor, make_page):
    page = make_page()
    address = f"/admin/lore/page/{page.pk}/change/"
    kept = _form(editor, page) | NEW_CLAIM | {"_save": 1}
    kept.pop("_publish")
    assert editor.post(address, kept).status_code == 302
    assert not Claim.objects.exists(), "readers have nothing of it"
    assert "It hummed." in _seen(editor, page, _form(editor, page))


@pytest.mark.parametrize("title", ["", "???", "Polar Peak", "x" * 400])
def test_title_that_cannot_be_had_hides_no_article(editor, make_page, title):
    make_page("Polar Peak")
    page = make_page()
    seen = _seen(editor, page, _form(editor, page) | {"title": title, "body": "It smokes."})
    assert "It smokes." in seen
    assert Page.objects.get(pk=page.pk).title == "The Volcano"


def test_name_that_is_taken_while_a_preview_is_drawn_hides_no_article(
    editor, make_page, monkeypatch
):
    make_page("The Volcano")
    monkeypatch.setattr("lore.admin.trial._is_taken", lambda page: False)  # as it was a moment ago
    typed = {"title": "The Volcano", "slug": "volcano", "body": "Drawn all the same."}
    answer = editor.post("/admin/lore/page/preview/", typed)
    assert answer.status_code == 200
    assert "Drawn all the same." in answer.text


def test_preview_of_nothing_at_all_is_drawn(editor, db):
    answer = editor.post(ADD_PREVIEW, {})
    assert answer.status_code == 200
    assert "Without a title yet" in answer.content.decode()
    assert not Page.objects.exists()


def test_readers_see_and_hear_nothing_of_a_preview(editor, client, make_page):
    page = make_page()
    before = client.get("/lore/volcano/").content
    _seen(editor, page, _form(editor, page) | {"body": "Secret."})
    assert client.get("/lore/volcano/").content == before


def test_page_that_is_not_there_has_no_preview(editor, db):
    assert editor.post("/admin/lore/page/999999/preview/").status_code == 404


def test_help_draws_each_of_its_examples_as_readers_see_it(editor, db):
    shown = editor.get("/admin/lore/page/add/").content.decode()
    for example in examples():
        assert example.html
        assert example.html in shown
    assert 'class="missing"' not in "".join(example.html for example in examples())
