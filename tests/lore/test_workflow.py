"""The way of a text: work, review, publishing, and away again. Readers see only what is public."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from lore.groups import CHIEF_EDITOR, make_groups
from lore.models import Act, Page, Stage, Status, WorkInHand
from lore.models.snapshot import snapshot_of

OLD, NEW = "A mountain of old.", "A mountain anew."
PUBLIC = [
    "/lore/volcano/", "/lore/volcano/revisions/", "/lore/", "/lore/kind/place/", "/lore/letter/v/",
    "/lore/keepers/kael/", "/lore/timeline/", "/search/?q=mountain", "/lore/grades/", "/",
    "/sitemap.xml",
]  # fmt: skip


@pytest.fixture
def volcano(make_page):
    return make_page(body=OLD)


@pytest.fixture
def chief(mira):
    make_groups()
    mira.groups.add(Group.objects.get(name=CHIEF_EDITOR))
    mira.is_staff = True
    mira.save()
    return mira


def _read(client, page):
    return client.get(page.get_absolute_url()).content.decode()


# --- drafts ----------------------------------------------------------------------------------
def test_work_on_a_public_page_is_kept_and_nothing_public_tells_of_it(client, volcano, draft_of):
    revision = draft_of(volcano, body=NEW, title="The Anew", standfirst="Anew.")
    assert (revision.number, revision.base, revision.published_at) == (2, 1, None)
    assert volcano.latest_revision == revision
    assert volcano.live_revision.number == 1
    for address in PUBLIC:
        shown = client.get(address, follow=True).content.decode()
        assert "anew" not in shown.casefold(), address


def test_work_on_a_public_page_leaves_its_rows_and_its_readers_memory_alone(
    transactional_db, make_page, make_claim, kael
):
    page = make_page(body=OLD)
    make_claim(page)
    page.revise(kael, "Claim added.")
    snapshot = {**snapshot_of(page), "body": NEW, "claims": []}
    with connection.cursor() as cursor:
        before = _row_versions(cursor)
        cursor.execute("LISTEN public_pages")
        page.keep(snapshot, kael, "Work.")
        assert _row_versions(cursor) == before
        assert not list(connection.connection.notifies(timeout=0.2))
        page.publish(kael)
        assert list(connection.connection.notifies(timeout=0.2))


def _row_versions(cursor):
    cursor.execute(
        "SELECT xmin::text, ctid::text FROM lore_page "
        "UNION ALL SELECT xmin::text, ctid::text FROM lore_claim"
    )
    return cursor.fetchall()


def test_rows_of_a_draft_follow_its_newest_work(make_page, draft_of):
    page = make_page(body=OLD, status=Status.DRAFT)
    draft_of(page)
    page = Page.objects.get()
    assert page.body == NEW
    assert "anew" in page.html


def test_keeping_the_same_again_keeps_no_revision(volcano, draft_of):
    assert draft_of(volcano)
    assert draft_of(volcano) is None


# --- review ----------------------------------------------------------------------------------
def test_review_is_asked_of_its_reviewer_by_letter(
    volcano, draft_of, kael, chief, run_tasks, django_capture_on_commit_callbacks
):
    draft_of(volcano)
    with django_capture_on_commit_callbacks(execute=True):
        volcano.submit(kael, "Please look at the claims.", chief)
    work = WorkInHand.objects.get()
    assert (work.stage, work.reviewer) == (Stage.REVIEW, chief)
    run_tasks()
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("To review: The Volcano", ["mira@ashes.example"])
    assert "Please look at the claims." in letter.body
    assert f"/admin/lore/page/{volcano.pk}/change/" in letter.alternatives[0].content


def test_review_without_a_reviewer_is_asked_of_all_who_may_publish(
    volcano, draft_of, kael, chief, ash, run_tasks, django_capture_on_commit_callbacks
):
    draft_of(volcano)
    with django_capture_on_commit_callbacks(execute=True):
        volcano.submit(kael)
    run_tasks()
    assert sorted(letter.to[0] for letter in mail.outbox) == [ash.email, chief.email]


def test_no_letter_asks_for_what_was_done_meanwhile(
    volcano, draft_of, kael, chief, run_tasks, django_capture_on_commit_callbacks
):
    draft_of(volcano)
    with django_capture_on_commit_callbacks(execute=True):
        volcano.submit(kael, "", chief)
        volcano.publish(kael)
    run_tasks()
    assert mail.outbox == []


def test_work_goes_back_to_its_writer_with_what_is_to_be_done(
    volcano, draft_of, kael, chief, run_tasks, django_capture_on_commit_callbacks
):
    draft_of(volcano)
    volcano.submit(kael, "", chief)
    with django_capture_on_commit_callbacks(execute=True):
        volcano.give_back(chief, "Name the source.")
    run_tasks()
    assert WorkInHand.objects.get().stage == Stage.DRAFT
    (letter,) = mail.outbox
    assert (letter.subject, letter.to) == ("Back to you: The Volcano", ["kael@ashes.example"])
    assert "Name the source." in letter.body


def test_writer_is_told_when_the_work_is_public(
    volcano, draft_of, chief, run_tasks, django_capture_on_commit_callbacks
):
    draft_of(volcano)
    with django_capture_on_commit_callbacks(execute=True):
        volcano.publish(chief, "Well done.")
    run_tasks()
    (letter,) = mail.outbox
    assert letter.subject == "Published: The Volcano"
    assert "/lore/volcano/" in letter.body


def test_nothing_is_queued_for_what_was_not_stored(volcano, kael, draft_of):
    """The letter hangs on the commit."""
    draft_of(volcano)
    volcano.submit(kael)
    assert not ProcrastinateJob.objects.exists()


# --- publishing ------------------------------------------------------------------------------
def test_publishing_shows_the_newest_work_and_leaves_nothing_in_hand(
    client, volcano, draft_of, kael
):
    draft_of(volcano)
    volcano.publish(kael)
    assert NEW in _read(client, volcano)
    assert "Anew for the leak." in client.get("/lore/volcano/revisions/").content.decode()
    assert volcano.live_revision == volcano.latest_revision
    assert not WorkInHand.objects.exists()
    assert volcano.desk_notes.get().act == Act.PUBLISHED


def test_publishing_again_says_nothing_new(volcano, kael):
    volcano.publish(kael)
    volcano.publish(kael)
    assert volcano.revisions.count() == 1
    assert not volcano.desk_notes.exists()


def test_published_rename_leaves_the_old_address_leading_there(client, volcano, draft_of, kael):
    draft_of(volcano, title="Mount Ember", slug="mount-ember")
    assert client.get("/lore/volcano/").status_code == 200
    volcano.publish(kael)
    assert client.get("/lore/volcano/")["Location"] == "/lore/mount-ember/"


def test_neighbours_are_drawn_again_at_publishing_and_not_before(
    volcano, make_page, draft_of, kael, django_capture_on_commit_callbacks
):
    here = make_page("Polar Peak", "Beside [[The Volcano]].")
    with django_capture_on_commit_callbacks(execute=True) as hooks:
        draft_of(volcano, title="Mount Ember")
    assert hooks == []
    with django_capture_on_commit_callbacks(execute=True):
        volcano.publish(kael)
    here.refresh_from_db()
    assert ">Mount Ember</a>" in here.html


def test_neighbours_stay_where_only_the_text_changed(
    volcano, make_page, draft_of, kael, django_capture_on_commit_callbacks, monkeypatch
):
    make_page("Polar Peak", "Beside [[The Volcano]].")
    drawn = []
    monkeypatch.setattr("lore.models.neighbours.rerender", drawn.append)
    draft_of(volcano)
    with django_capture_on_commit_callbacks(execute=True):
        volcano.publish(kael)
    assert drawn == []
