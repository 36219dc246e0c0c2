"""Keepers at their desk: writing, publishing, previewing, and being refused with a sentence."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction

from lore.models import Category, Claim, Page, Source, StatusQuestion
from tests.lore.desk import typed

ADD = "/admin/lore/page/add/"
PREVIEW = "/admin/lore/page/preview/"


def _change(page):
    return f"/admin/lore/page/{page.pk}/change/"


def test_editor_writes_and_publishes_a_page(editor, client):
    form = editor.get(ADD)
    data = typed(
        form, title="The Volcano", slug="volcano", kind="place", status="published",
        body="A mountain.", at_a_glance="Where: In the [[North]]",
    )  # fmt: skip
    assert editor.post(ADD, data).status_code == 302
    page = Page.objects.get()
    assert page.infobox == [["Where", "In the [[North]]"]]
    assert page.author.handle == "kael"
    assert page.revisions.get().summary == "Looked again."
    assert "A mountain." in client.get("/lore/volcano/").content.decode()


def test_saving_keeps_a_revision_and_the_reader_sees_the_change(editor, make_page):
    page = make_page()
    answer = editor.post(_change(page), typed(editor.get(_change(page)), body="It fell silent."))
    assert answer.status_code == 302
    assert page.revisions.count() == 2
    assert "It fell silent." in editor.get("/lore/volcano/").content.decode()


def test_page_of_a_keeper_who_has_no_desk_can_be_corrected(editor, make_page, mira):
    page = make_page(author=mira)
    answer = editor.post(_change(page), typed(editor.get(_change(page)), body="Corrected."))
    assert answer.status_code == 302
    page.refresh_from_db()
    assert (page.author, page.body) == (mira, "Corrected.")


def test_claim_is_added_with_its_sources_beside_the_page(editor, make_page, polygon):
    page = make_page()
    data = typed(editor.get(_change(page))) | {
        "claims-TOTAL_FORMS": 1, "claims-0-page": page.pk, "claims-0-text": "It rose.",
        "claims-0-grade": "canon", "claims-0-as_of": "2026-11-21", "claims-0-position": 0,
        "claims-0-cited-TOTAL_FORMS": 1, "claims-0-cited-INITIAL_FORMS": 0,
        "claims-0-cited-0-source": polygon.pk, "claims-0-cited-0-quote": "It rises.",
        "claims-0-cited-0-speaker": "A maker", "claims-0-cited-0-via": "Polygon",
    }  # fmt: skip
    assert editor.post(_change(page), data).status_code == 302
    cited = page.claims.get().cited.get()
    assert (cited.source, cited.quote, cited.speaker) == (polygon, "It rises.", "A maker")
    assert "Polygon" in editor.get("/lore/volcano/").content.decode()


def test_sources_of_a_claim_stand_as_they_were_put(editor, make_page, make_claim, polygon):
    page = make_page()
    claim = make_claim(page)
    for place, key in enumerate(("first", "second")):
        source = type(polygon).objects.create(key=key, publisher=key, title=key)
        claim.cited.create(source=source, position=place)
    data = typed(editor.get(_change(page)))
    assert (data["claims-0-cited-0-position"], data["claims-0-cited-1-position"]) == ("0", "1")
    moved = {"claims-0-cited-0-position": 1, "claims-0-cited-1-position": 0}
    added = {"claims-0-cited-2-source": polygon.pk, "claims-0-cited-2-position": ""}
    assert editor.post(_change(page), data | moved | added).status_code == 302
    assert [each.source.key for each in claim.cited.all()] == ["second", "first", polygon.key]


def test_regraded_claim_remembers_the_grade_before_and_keeps_its_quotes(
    editor, make_page, make_claim, polygon
):
    page = make_page()
    make_claim(page, grade="rumour").cited.create(source=polygon, quote="So they say.")
    data = typed(editor.get(_change(page))) | {"claims-0-grade": "debunked"}
    assert editor.post(_change(page), data).status_code == 302
    claim = Claim.objects.get()
    assert (claim.grade, claim.earlier_grade) == ("debunked", "rumour")
    assert claim.cited.get().quote == "So they say."


def test_new_answer_files_the_one_before(editor, make_page):
    page = make_page()
    StatusQuestion.objects.create(
        page=page, question="Again?", as_of="2026-06-06", reason="Nobody says."
    )
    data = typed(editor.get(_change(page))) | {
        "questions-0-answer": "confirmed", "questions-0-as_of": "2026-11-21",
        "questions-0-reason": "They said so.",
    }  # fmt: skip
    assert editor.post(_change(page), data).status_code == 302
    question = StatusQuestion.objects.get()
    assert (question.answer, question.earlier.get().reason) == ("confirmed", "Nobody says.")


def test_text_that_is_too_long_is_refused_with_a_sentence_and_kept(editor, make_page):
    page = make_page()
    answer = editor.post(_change(page), typed(editor.get(_change(page)), body="ash " * 60_000))
    assert answer.status_code == 422
    assert "at most 200 kB fit" in answer.content.decode()
    assert "ash ash ash" in answer.content.decode()
    assert page.revisions.count() == 1


def test_name_that_another_page_answers_to_is_refused(editor, make_page):
    make_page().aliases.create(title="The cone")
    page = make_page("Polar Peak")
    for title in ["The Volcano", "THE  VOLCANO", "The Cone", "volcano"]:
        answer = editor.post(_change(page), typed(editor.get(_change(page)), title=title))
        assert "already answers to this name" in answer.content.decode()


def test_other_name_that_is_taken_is_refused(editor, make_page):
    page = make_page()
    page.aliases.create(title="The cone")
    data = typed(editor.get(_change(page))) | {
        "aliases-TOTAL_FORMS": 2, "aliases-1-page": page.pk, "aliases-1-title": "the CONE",
        "aliases-1-reason": "name",
    }  # fmt: skip
    answer = editor.post(_change(page), data)
    assert "answers to this name already" in answer.content.decode()


def _with_tie(page, to):
    return {
        "ties-TOTAL_FORMS": 1, "ties-0-from_page": page.pk, "ties-0-to_page": to.pk,
        "ties-0-type": "destroyed", "ties-0-grade": "canon",
    }  # fmt: skip


def test_tie_to_another_page_is_kept_and_one_to_itself_refused(editor, make_page):
    page, other = make_page(), make_page("Retail Row")
    answer = editor.post(_change(page), typed(editor.get(_change(page))) | _with_tie(page, page))
    assert "no tie to itself" in answer.content.decode()
    editor.post(_change(page), typed(editor.get(_change(page))) | _with_tie(page, other))
    assert page.ties.get().to_page == other


def test_saving_again_finds_a_source_that_was_added_since(editor, make_page):
    page = make_page(body="Said. [@late]")
    Source.objects.create(key="late", publisher="Late", title="Paper")
    editor.post(_change(page), typed(editor.get(_change(page))))
    assert "Late: Paper" in editor.get("/lore/volcano/").content.decode()
    assert page.revisions.count() == 1


def test_address_that_is_no_web_address_is_refused(editor):
    typed_in = {"key": "bad", "publisher": "P", "title": "T", "url": "javascript:alert(1)"}
    answer = editor.post("/admin/lore/source/add/", typed_in)
    assert "valid URL" in answer.content.decode()
    with pytest.raises(IntegrityError, match="source_url"), transaction.atomic():
        Source.objects.create(**typed_in)


def test_page_may_not_take_an_address_of_the_house(editor):
    data = typed(editor.get(ADD), title="Timeline", slug="timeline", kind="article")
    assert "uses this address itself" in editor.post(ADD, data).content.decode()


def test_half_a_fact_is_refused_with_a_sentence(editor, make_page):
    page = make_page()
    answer = editor.post(_change(page), typed(editor.get(_change(page)), at_a_glance="Where"))
    assert "one fact a line" in answer.content.decode()


def test_page_cannot_be_deleted_but_archived(editor, make_page):
    page = make_page()
    assert editor.post(f"/admin/lore/page/{page.pk}/delete/", {"post": "yes"}).status_code == 403
    editor.post(f"/admin/lore/page/{page.pk}/acts/archive/", {"words": "Told twice."})
    assert editor.get("/lore/volcano/").status_code == 404


def test_preview_is_what_publishing_stores_and_writes_nothing(editor, make_page):
    make_page("Pressure Plant")
    body = "## Rise\n\n[[Pressure Plant]]\n\n:::spoiler C1S9 | the end | Hint.\nIt fell.\n:::\n"
    posted = {
        "title": "The Volcano",
        "kind": "place",
        "body": body,
        "at_a_glance": "Near: [[Moon]]",
    }
    seen = editor.post(PREVIEW, posted).content.decode()
    assert Page.objects.count() == 1
    page = make_page(body=body)
    for line in page.html.replace(page.veil_url(1), "#covered-1").splitlines():
        assert line in seen
    assert "It fell." in seen, "an editor sees what is covered"
    assert "not written yet" in seen


def test_preview_for_the_script_is_the_article_alone(editor):
    seen = editor.post(f"{PREVIEW}?part=1", {"title": "T", "body": "Words."}).content.decode()
    assert "Words." in seen
    assert "<html" not in seen


def test_preview_of_a_text_too_long_says_so(editor):
    answer = editor.post(PREVIEW, {"title": "T", "body": "ash " * 60_000})
    assert answer.status_code == 413
    assert "200" in answer.content.decode()


def test_preview_is_for_editors(client, mira):
    assert client.post(PREVIEW, {"title": "T"}).status_code == 302
    client.force_login(mira)
    assert client.post(PREVIEW, {"title": "T"}).status_code == 302


HOSTILE = """<script>alert(1)</script> <img src=x onerror=alert(1)>

[run](javascript:alert(1)) [[The Volcano|<svg onload=alert(1)>]] [@<b>]

:::spoiler C1S9 | <script>alert(2)</script> | "onmouseover=alert(3)
<iframe src=//evil>
:::
"""


@pytest.mark.parametrize("field", ["title", "standfirst", "at_a_glance", "body"])
def test_hostile_text_through_the_desk_stays_text(editor, make_page, field):
    page = make_page()
    given = {
        "title": HOSTILE.splitlines()[0],
        "at_a_glance": f"Where: {HOSTILE.splitlines()[0]}",
    }.get(field, HOSTILE)
    editor.post(_change(page), typed(editor.get(_change(page)), **{field: given}))
    page.refresh_from_db()
    assert page.revisions.count() == 2
    answers = [editor.get("/lore/volcano/"), editor.get("/lore/"), editor.get("/lore/kind/place/")]
    answers.append(editor.post(PREVIEW, {"title": "T", "kind": "place", field: given}))
    for answer in answers:
        drawn = answer.content.decode()
        for trap in ["<script>alert", "<img src=x", "<svg onload", "<iframe", 'href="javascript']:
            assert trap not in drawn


def test_form_offers_pictures_to_those_who_may_add_them(editor, kael, make_page):
    page = make_page()
    shown = editor.get(_change(page)).content.decode()
    dialog = shown[shown.index('id="desk-picture"') :]
    assert 'data-url="/admin/lore/mediaasset/upload/"' in dialog
    assert "csrfmiddlewaretoken" in dialog[: dialog.index("</dialog>")]
    kael.groups.first().permissions.remove(*Permission.objects.filter(codename="add_mediaasset"))
    assert 'id="desk-picture"' not in editor.get(_change(page)).content.decode()


def test_row_can_be_added_without_a_script(editor, make_page):
    page = make_page()
    assert "claims-0-text" not in editor.get(_change(page)).text
    form = editor.get(f"{_change(page)}?rows=1")
    claim = {"claims-0-text": "It rose.", "claims-0-grade": "canon", "claims-0-as_of": "2026-11-21"}
    assert editor.post(f"{_change(page)}?rows=1", typed(form) | claim).status_code == 302
    assert page.claims.get().text == "It rose."
    assert not page.timeline.exists(), "blank rows are none"


def test_other_pages_and_categories_are_typed_by_number_without_a_script(editor, make_page):
    page, other = make_page(), make_page(title="The Other One")
    category = Category.objects.create(title="Fires", slug="fires")
    form = editor.get(f"{_change(page)}?rows=1")
    assert "admin-autocomplete" not in form.text
    tie = {"ties-0-type": "fought", "ties-0-to_page": other.pk, "ties-0-grade": "canon"}
    sent = typed(form) | tie | {"categories": str(category.pk)}
    assert editor.post(f"{_change(page)}?rows=1", sent).status_code == 302
    assert page.categories.get() == category
    assert page.ties.get().to_page == other
