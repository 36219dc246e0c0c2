"""The desk shows and saves the newest work; what readers have stays until it is published."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lore.models import Act, Page, Status, WorkInHand
from tests.lore.desk import typed

LIST = "/admin/lore/page/"


@pytest.fixture
def volcano(make_page, make_claim, kael):
    page = make_page(body="Old words.")
    make_claim(page)
    page.revise(kael, "Claim added.")
    return page


def _change(page):
    return f"{LIST}{page.pk}/change/"


def _save(editor, page, press="_save", **changes):
    return editor.post(_change(page), typed(editor.get(_change(page)), press=press, **changes))


def _text(response):
    return response.content.decode()


def test_saved_draft_is_in_the_form_and_not_before_readers(editor, volcano):
    assert _save(editor, volcano, body="New words.", title="Mount Ember").status_code == 302
    form = _text(editor.get(_change(volcano)))
    assert "New words." in form and 'value="Mount Ember"' in form
    page = Page.objects.get()
    assert (page.title, page.body) == ("The Volcano", "Old words.")
    assert "Old words." in _text(editor.get("/lore/volcano/"))


def test_rows_of_a_draft_are_in_the_form_and_not_before_readers(editor, volcano):
    data = typed(editor.get(_change(volcano)), press="_save") | {
        "claims-TOTAL_FORMS": 2, "claims-0-text": "It fell.", "claims-1-page": volcano.pk,
        "claims-1-text": "It slept.", "claims-1-grade": "theory", "claims-1-as_of": "2026-11-21",
        "claims-1-position": 1,
    }  # fmt: skip
    editor.post(_change(volcano), data)
    form = _text(editor.get(_change(volcano)))
    assert "It fell." in form and "It slept." in form
    assert [claim.text for claim in volcano.claims.all()] == ["It rose."]
    claim = volcano.claims.get()
    _save(editor, volcano, press="_publish")
    assert [c.text for c in volcano.claims.order_by("pk")] == ["It fell.", "It slept."]
    assert volcano.claims.first() == claim, "an address such as #claim-12 stays"


def test_row_added_in_a_draft_keeps_its_key_from_save_to_save(editor, volcano):
    data = typed(editor.get(_change(volcano)), press="_save") | {
        "timeline-TOTAL_FORMS": 1, "timeline-0-page": volcano.pk, "timeline-0-date": "2019-02-28",
        "timeline-0-precision": "day", "timeline-0-text": "It woke.", "timeline-0-grade": "canon",
    }  # fmt: skip
    editor.post(_change(volcano), data)
    key = volcano.latest_revision.snapshot["timeline"][0]["id"]
    _save(editor, volcano, body="Once more.")
    _save(editor, volcano, press="_publish")
    assert volcano.timeline.get().pk == key


def test_state_is_told_in_a_sentence(editor, volcano, ash):
    assert "Published, revision 2." in _text(editor.get(_change(volcano)))
    _save(editor, volcano, body="New words.")
    assert "Revision 3 by Kael is in work." in _text(editor.get(_change(volcano)))
    _save(editor, volcano, press="_submit", reviewer=ash.pk)
    assert "Revision 3 by Kael is in review with ash." in _text(editor.get(_change(volcano)))
    assert "Published, in review" in _text(editor.get(LIST))


def test_work_is_scheduled_and_called_off(editor, volcano):
    time = timezone.now() + timedelta(days=1)
    _save(editor, volcano, press="_schedule", body="New.", schedule_for=f"{time:%Y-%m-%dT%H:%M}")
    assert WorkInHand.objects.get().due_at == time.replace(second=0, microsecond=0)
    assert "Revision 3 by Kael is public from" in _text(editor.get(_change(volcano)))
    editor.post(f"{LIST}{volcano.pk}/acts/call-off/")
    assert WorkInHand.objects.get().due_at is None


@pytest.mark.parametrize("time", ["", "yesterday", "2020-01-01T00:00"])
def test_time_that_cannot_be_keeps_the_words_and_says_so(editor, volcano, time):
    data = typed(editor.get(_change(volcano)), press="_schedule", body="New.", schedule_for=time)
    answer = editor.post(_change(volcano), data, follow=True)
    assert "Kept, and not scheduled: give a time to come." in _text(answer)
    assert volcano.version == 3
    assert not WorkInHand.objects.filter(due_at__isnull=False).exists()


def test_review_is_given_back_with_words_and_not_without(editor, volcano):
    _save(editor, volcano, press="_submit", body="New.")
    address = f"{LIST}{volcano.pk}/acts/return/"
    refused = editor.post(address, {"words": "  "})
    assert (refused.status_code, "Say why" in _text(refused)) == (422, True)
    assert editor.post(address, {"words": "Name the source."}).status_code == 302
    assert "Name the source." in _text(editor.get(_change(volcano)))
    again = editor.post(address, {"words": "Twice."})
    assert again.status_code == 409
    assert "cannot be done" in _text(again)


def test_comments_stand_beside_the_form_as_text(editor, volcano):
    editor.post(f"{LIST}{volcano.pk}/notes/", {"words": "<script>alert(1)</script>"})
    editor.post(f"{LIST}{volcano.pk}/notes/", {"words": " "})
    assert volcano.desk_notes.get().act == Act.COMMENT
    shown = _text(editor.get(_change(volcano)))
    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert(1)" not in shown


def test_unknown_act_is_404(editor, volcano):
    assert editor.post(f"{LIST}{volcano.pk}/acts/explode/").status_code == 404


def test_form_that_is_refused_leaves_everything_as_it_was(editor, volcano):
    answer = _save(editor, volcano, press="_publish", title="", body="New.")
    assert answer.status_code == 422
    assert "New." in _text(answer)
    assert volcano.version == 2
    assert Page.objects.get().body == "Old words."


# --- the list --------------------------------------------------------------------------------
def _on_list(editor, action, *pages, confirmed=True, **more):
    data = typed(editor.get(LIST), "changelist-form", press="index")
    chosen = {"action": action, "_selected_action": [page.pk for page in pages]}
    confirmed = {"confirmed": "1"} if confirmed else {}
    return data | chosen | confirmed | more


def test_act_on_many_is_asked_first(editor, volcano):
    asked = editor.post(LIST, _on_list(editor, "archive", volcano, confirmed=False))
    assert "Archive: 1 page" in _text(asked)
    assert Page.objects.get().is_public
    data = typed(asked, form_id=None, press="go") | {"words": "Told twice."}
    editor.post(LIST, data)
    assert Page.objects.get().status == Status.ARCHIVED


def test_taking_down_many_needs_a_reason(editor, volcano):
    refused = editor.post(LIST, _on_list(editor, "take_down", volcano))
    assert "Say why" in _text(refused)
    assert Page.objects.get().is_public
    editor.post(LIST, _on_list(editor, "take_down", volcano, words="Asked for."))
    assert editor.get("/lore/volcano/").status_code == 410


def test_page_that_moved_on_since_the_list_was_seen_is_left_with_409(editor, volcano, make_page):
    other = make_page("Polar Peak")
    data = _on_list(editor, "publish", volcano, other)
    _save(editor, volcano, body="Unseen words.")
    answer = editor.post(LIST, data)
    assert answer.status_code == 409
    assert "The Volcano</a>, revision 3 by now" in _text(answer)
    assert "Unseen words." not in _text(editor.get("/lore/volcano/"))


def test_list_publishes_the_work_it_showed(editor, volcano):
    _save(editor, volcano, body="Seen words.")
    editor.post(LIST, _on_list(editor, "publish", volcano))
    assert "Seen words." in _text(editor.get("/lore/volcano/"))


def test_list_costs_the_same_however_many_pages(
    editor, make_page, volcano, django_assert_max_num_queries
):
    for number in range(5):
        make_page(f"Place {number}")
    with django_assert_max_num_queries(12):
        editor.get(LIST)


@pytest.mark.parametrize(
    ("stage", "count"),
    [("review", 1), ("mine", 1), ("scheduled", 0), ("work", 1), ("published", 2), ("draft", 0)],
)
def test_list_is_sifted_by_stage(editor, volcano, make_page, stage, count):
    make_page("Polar Peak")
    _save(editor, volcano, press="_submit", body="New.")
    shown = _text(editor.get(f"{LIST}?stage={stage}"))
    assert shown.count('name="_selected_action"') == count
