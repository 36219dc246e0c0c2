"""What was: every revision can be read, compared, asked who wrote it, and brought back."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from lore.groups import CONTRIBUTOR
from lore.models import Page, PageRevision

FIRST, SECOND, THIRD = "The first words.", "The second words.\n\nMore of them.", "The third."


@pytest.fixture
def volcano(make_page, make_claim, kael, mira):
    """Three revisions: Kael's, Mira's with a paragraph and a claim, Kael's without the claim."""
    page = make_page(body=FIRST)
    make_claim(page)
    _revise(page, mira, "More words.", body=SECOND)
    page.claims.all().delete()
    _revise(page, kael, "Fewer words.", body=SECOND.replace("second", "third"))
    return page


def _revise(page, author, summary, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()
    return page.revise(author, summary)


def _at(page, rest=""):
    return f"/admin/lore/page/{page.pk}/history/{rest}"


def _text(answer):
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


# --- the list --------------------------------------------------------------------------------
def test_list_tells_each_revision_with_author_and_what_changed(editor, volcano):
    shown = _text(editor.get(_at(volcano)))
    assert "More words. Text +16 characters, Claims +1 mira" in shown
    assert "Fewer words. Text −1 characters, Claims −1 Kael" in shown
    assert "Entered in the record. The first: all of it Kael" in shown


def test_two_newest_are_chosen_to_begin_with(editor, volcano):
    shown = editor.get(_at(volcano)).content.decode()
    assert re.search(r'name="before" value="2"[^>]* checked', shown)
    assert re.search(r'name="after" value="3"[^>]* checked', shown)
    assert shown.count(" checked>") == 2


def test_long_history_comes_in_pages_with_as_many_statements(
    editor, volcano, kael, django_assert_max_num_queries
):
    for number in range(35):
        _revise(volcano, kael, f"Change {number}.", body=f"Text {number}.")
    with django_assert_max_num_queries(11):  # four of who asks
        shown = _text(editor.get(_at(volcano)))
    assert "Page 1 of 2" in shown
    assert "Entered in the record." in _text(editor.get(_at(volcano, "?p=2")))


# --- two revisions ---------------------------------------------------------------------------
def test_without_a_choice_the_newest_stands_beside_the_one_before(editor, volcano):
    answer = editor.get(_at(volcano, "comparison/"))
    assert (answer.context["before"].number, answer.context["after"].number) == (2, 3)


def test_any_two_can_be_compared_in_either_order(editor, volcano):
    for asked in ("?before=1&after=3", "?before=3&after=1"):
        answer = editor.get(_at(volcano, f"comparison/{asked}"))
        assert (answer.context["before"].number, answer.context["after"].number) == (1, 3)


def test_first_revision_is_all_new(editor, volcano):
    answer = editor.get(_at(volcano, "comparison/?after=1"))
    assert answer.context["before"] is None
    assert "Nothing before it" in _text(answer)


def test_words_that_came_and_went_are_marked_for_eyes_and_ears(editor, volcano):
    shown = editor.get(_at(volcano, "comparison/?before=2&after=3&view=inline")).content.decode()
    assert re.search(r"<del><span[^>]*>removed: </span>second<", shown)
    assert re.search(r"<ins><span[^>]*>added: </span>third<", shown)


def test_side_by_side_shows_each_side_its_own_words(editor, volcano):
    shown = editor.get(_at(volcano, "comparison/?before=2&after=3")).content.decode()
    old, new = shown.split('class="diff__text diff__old"', 1)[1].split("diff__new", 1)
    assert "second" in old and "third" not in old
    assert "third" in new.split("</div>")[0] and "second" not in new.split("</div>")[0]


def test_removed_claim_is_told_with_what_it_said(editor, volcano):
    shown = _text(editor.get(_at(volcano, "comparison/")))
    assert "Claims Removed It rose." in shown


def test_paragraphs_that_stayed_are_folded(editor, volcano, kael):
    _revise(volcano, kael, "Longer.", body="One.\n\nTwo.\n\nThree.")
    _revise(volcano, kael, "Longer.", body="One.\n\nTwo.\n\nFour.")
    shown = editor.get(_at(volcano, "comparison/")).content.decode()
    assert "<summary>2 paragraphs alike</summary>" in shown


@pytest.mark.parametrize("asked", ["?after=99", "?before=7&after=1"])
def test_revision_that_is_not_there_is_404(editor, volcano, asked):
    assert editor.get(_at(volcano, f"comparison/{asked}")).status_code == 404


@pytest.mark.parametrize("asked", ["?before=x&after=", "?before=-1", "?view=<b>", "?after=²"])
def test_nonsense_is_answered_as_if_nothing_were_asked(editor, volcano, asked):
    assert editor.get(_at(volcano, f"comparison/{asked}")).context["after"].number == 3


HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)>"


@pytest.mark.parametrize("view", ["side", "inline"])
def test_markup_in_any_part_is_shown_as_text(editor, volcano, make_claim, kael, view):
    make_claim(volcano, text=HOSTILE)
    _revise(
        volcano, kael, HOSTILE, body=HOSTILE, standfirst=HOSTILE,
        title=HOSTILE, infobox=[[HOSTILE, HOSTILE]],
    )  # fmt: skip
    for rest in ("", f"comparison/?view={view}", "hands/", "1/restoration/"):
        shown = editor.get(_at(volcano, rest)).content.decode()
        assert "<script>alert" not in shown
        assert "<img" not in shown


# --- who wrote it ----------------------------------------------------------------------------
def test_each_paragraph_stands_beside_who_last_changed_it(editor, volcano):
    answer = editor.get(_at(volcano, "hands/"))
    told = [(hand.revision.number, hand.paragraphs) for hand in answer.context["hands"]]
    assert told == [(3, ["The third words."]), (2, ["More of them."])]
    assert "mira" in _text(answer)


def test_who_wrote_it_is_remembered_until_the_next_revision(
    editor, volcano, kael, django_assert_num_queries
):
    first = editor.get(_at(volcano, "hands/")).context["hands"]
    with django_assert_num_queries(7):  # four of who asks; page, newest number, its revisions
        assert editor.get(_at(volcano, "hands/")).context["hands"] == first
    _revise(volcano, kael, "New.", body="Only this.")
    (only,) = editor.get(_at(volcano, "hands/")).context["hands"]
    assert only.revision.number == 4


# --- permalinks ------------------------------------------------------------------------------
def test_old_revision_is_drawn_as_readers_saw_it(editor, volcano):
    shown = editor.get(_at(volcano, "2/"))
    assert "This is revision 2 of 3" in _text(shown)
    assert "<p>The second words.</p>" in shown.content.decode()
    assert "It rose." in shown.content.decode()


def test_looking_at_an_old_revision_changes_nothing(editor, volcano):
    before = Page.objects.filter(pk=volcano.pk).values().get()
    editor.get(_at(volcano, "1/"))
    assert Page.objects.filter(pk=volcano.pk).values().get() == before
    assert not volcano.claims.exists()
    assert not connection.needs_rollback


# --- bringing back ---------------------------------------------------------------------------
def _restore(editor, page, number, **changes):
    form = {"version": Page.objects.get(pk=page.pk).version, **changes}
    return editor.post(_at(page, f"{number}/restoration/"), form)


def test_restoring_asks_first_and_shows_what_would_change(editor, volcano):
    answer = editor.get(_at(volcano, "1/restoration/"))
    assert "Restore as a new revision" in answer.content.decode()
    assert "Text" in [part.label for part in answer.context["parts"]]
    assert volcano.revisions.count() == 3


def test_restoring_makes_a_new_revision_that_says_what_the_old_one_said(editor, volcano):
    assert _restore(editor, volcano, 2).status_code == 302
    newest = volcano.revisions.first()
    assert (newest.number, newest.base, newest.author.handle) == (4, 2, "kael")
    assert newest.summary == "Revision 2 restored."
    assert newest.snapshot == volcano.revisions.get(number=2).snapshot


def test_restored_words_stay_at_the_desk_until_they_are_published(editor, volcano, client):
    _restore(editor, volcano, 1)
    assert "The third words." in client.get("/lore/volcano/").content.decode()
    volcano.publish(volcano.author)
    assert "The first words." in client.get("/lore/volcano/").content.decode()


def test_list_tells_how_far_each_revision_came(editor, volcano):
    _restore(editor, volcano, 1)
    stages = [step.stage for step in editor.get(_at(volcano)).context["steps"]]
    assert stages == ["Draft", "What readers have", "Was published", "Was published"]


def test_public_history_says_nothing_of_work_in_hand(editor, volcano, client):
    _restore(editor, volcano, 1)
    for address in ("/lore/volcano/revisions/", "/lore/volcano/"):
        assert "Revision 1 restored." not in client.get(address).content.decode()


def test_old_revision_is_drawn_for_a_page_that_is_not_public_any_more(editor, volcano, kael):
    volcano.archive(kael, "Told twice.")
    assert "<p>The first words.</p>" in editor.get(_at(volcano, "1/")).content.decode()
    volcano.refresh_from_db()
    assert volcano.status == "archived"


def test_those_who_may_write_but_not_restore_are_not_offered_it(editor, volcano, kael):
    kael.groups.set(Group.objects.filter(name=CONTRIBUTOR))
    kael.user_permissions.clear()
    assert "restoration" not in editor.get(_at(volcano, "comparison/")).content.decode()
    assert "restoration" not in editor.get(_at(volcano, "1/")).content.decode()
    assert editor.get(_at(volcano, "1/restoration/")).status_code == 403
    assert _restore(editor, volcano, 1).status_code == 403
    assert volcano.revisions.count() == 3


def test_restored_claim_has_its_old_address(editor, volcano):
    (claim,) = volcano.revisions.get(number=2).snapshot["claims"]
    _restore(editor, volcano, 2)
    assert volcano.revisions.first().snapshot["claims"][0]["id"] == claim["id"]


def test_restoring_over_somebody_elses_newer_version_is_refused(editor, volcano):
    answer = _restore(editor, volcano, 1, version=volcano.version - 1)
    assert answer["Location"].endswith("/1/restoration/")
    assert "Somebody saved this page" in editor.get(answer["Location"]).content.decode()
    assert volcano.revisions.count() == 3


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_restoring_without_a_version_is_refused(editor, volcano, version):
    _restore(editor, volcano, 1, version=version)
    assert volcano.revisions.count() == 3


# --- who may ---------------------------------------------------------------------------------
EVERY = ["", "comparison/", "hands/", "1/", "1/restoration/"]


@pytest.mark.parametrize("rest", EVERY)
def test_visitors_are_sent_to_the_door(client, volcano, rest):
    assert client.get(_at(volcano, rest)).status_code == 302


@pytest.mark.parametrize("rest", EVERY)
def test_staff_without_the_wiki_is_refused(client, volcano, mira, rest):
    mira.is_staff = True
    mira.save()
    client.force_login(mira)
    assert client.get(_at(volcano, rest)).status_code == 403


def test_unknown_page_is_404(editor, volcano):
    for rest in EVERY:
        assert editor.get(f"/admin/lore/page/{volcano.pk + 1}/history/{rest}").status_code == 404


def test_history_of_a_draft_is_not_public(client, volcano):
    Page.objects.filter(pk=volcano.pk).update(status="draft")
    assert client.get("/lore/volcano/revisions/").status_code == 404
    assert PageRevision.objects.count() == 3
