"""The way of a text: work, review, publishing, and away again. Readers see only what is public."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import IntegrityError, connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from lore.groups import CHIEF_EDITOR, make_groups
from lore.models import Act, Page, Stage, Status, WorkInHand
from lore.models.snapshot import snapshot_of
from lore.tasks import publish_what_is_due

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
def draft_of(kael):
    """Work on a page that readers do not have yet."""

    def keep(page, **words):
        snapshot = {**snapshot_of(Page.objects.get(pk=page.pk)), **(words or {"body": NEW})}
        return page.keep(snapshot, kael, "Anew for the leak.")

    return keep


@pytest.fixture
def chief(mira):
    make_groups()
    mira.groups.add(Group.objects.get(name=CHIEF_EDITOR))
    mira.is_staff = True
    mira.save()
    return mira


def _soon():
    return timezone.now() + timedelta(hours=1)


def _time_comes(page):
    WorkInHand.objects.filter(page=page).update(due_at=timezone.now() - timedelta(seconds=1))


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


# --- by the clock ----------------------------------------------------------------------------
@pytest.fixture
def every_reader_looks(monkeypatch):
    monkeypatch.setattr("lore.clock.LOOK_EVERY", 0.0)


@pytest.mark.usefixtures("every_reader_looks")
def test_scheduled_work_goes_public_with_its_first_reader_and_without_a_worker(
    client, volcano, draft_of, kael
):
    draft_of(volcano)
    volcano.schedule(kael, _soon())
    assert OLD in _read(client, volcano)
    _time_comes(volcano)
    assert NEW in _read(client, volcano)
    assert volcano.desk_notes.first().act == Act.PUBLISHED
    assert not WorkInHand.objects.exists()
    assert volcano.revisions.count() == 2


@pytest.mark.usefixtures("every_reader_looks")
def test_any_page_of_the_record_brings_what_is_due(client, volcano, draft_of, kael):
    draft_of(volcano, title="Mount Ember")
    volcano.schedule(kael, _soon())
    _time_comes(volcano)
    assert "Mount Ember" in client.get("/lore/kind/place/").content.decode()


def test_worker_publishes_what_nobody_reads(volcano, draft_of, kael):
    draft_of(volcano)
    volcano.schedule(kael, _soon())
    _time_comes(volcano)
    publish_what_is_due(timestamp=0)
    volcano.refresh_from_db()
    assert volcano.body == NEW


def test_process_that_looked_a_moment_ago_does_not_ask_again(
    client, volcano, draft_of, kael, monkeypatch
):
    monkeypatch.setattr("lore.clock.LOOK_EVERY", 60.0)
    monkeypatch.setattr("lore.clock.clock.looked_at", time.monotonic() - 61)
    draft_of(volcano)
    volcano.schedule(kael, _soon())
    client.get("/lore/grades/")
    _time_comes(volcano)
    assert OLD in _read(client, volcano)
    monkeypatch.setattr("lore.clock.clock.looked_at", time.monotonic() - 61)
    assert NEW in _read(client, volcano)


@pytest.mark.usefixtures("every_reader_looks")
def test_work_after_the_scheduled_revision_stays_work(client, volcano, draft_of, kael):
    draft_of(volcano)
    volcano.schedule(kael, _soon())
    draft_of(volcano, body="Later words.")
    _time_comes(volcano)
    assert NEW in _read(client, volcano)
    assert "Later words." not in _read(client, volcano)
    work = WorkInHand.objects.get()
    assert (work.due_at, work.stage) == (None, Stage.DRAFT)
    assert volcano.live_revision.number == 2


def test_what_was_called_off_does_not_come(client, volcano, draft_of, kael):
    draft_of(volcano)
    volcano.schedule(kael, _soon())
    volcano.call_off(kael, "Not yet.")
    assert WorkInHand.objects.due().count() == 0
    assert OLD in _read(client, volcano)
    assert volcano.desk_notes.first().act == Act.CALLED_OFF


def test_page_nobody_has_read_waits_by_its_own_time_and_can_be_called_off(client, make_page, kael):
    page = make_page(status=Status.DRAFT)
    page.schedule(kael, _soon())
    assert client.get("/lore/volcano/").status_code == 404
    Page.objects.update(publish_at=timezone.now())
    assert client.get("/lore/volcano/").status_code == 200
    Page.objects.update(publish_at=_soon())
    page.call_off(kael)
    page.refresh_from_db()
    assert (page.status, page.publish_at) == (Status.DRAFT, None)


@pytest.mark.usefixtures("every_reader_looks")
def test_reader_is_served_where_the_database_refuses_what_is_due(
    client, volcano, draft_of, kael, monkeypatch
):
    def refuse(page):
        raise IntegrityError

    draft_of(volcano)
    volcano.schedule(kael, _soon())
    _time_comes(volcano)
    monkeypatch.setattr(Page, "publish_scheduled", refuse)
    assert OLD in _read(client, volcano)
    assert not WorkInHand.objects.due().exists(), "the next try is a minute away"


def test_words_written_after_a_new_page_was_scheduled_do_not_slip_out(
    client, make_page, draft_of, kael
):
    page = make_page(body=OLD, status=Status.DRAFT)
    page.schedule(kael, _soon())
    draft_of(page)
    Page.objects.update(publish_at=timezone.now())
    assert OLD in _read(client, page)


# --- away again ------------------------------------------------------------------------------
def test_page_that_is_a_draft_again_goes_on_with_its_newest_work(client, volcano, draft_of, kael):
    draft_of(volcano)
    volcano.unpublish(kael, "Too early.")
    assert client.get("/lore/volcano/").status_code == 404
    page = Page.objects.get()
    assert (page.status, page.body) == (Status.DRAFT, NEW)
    page.publish(kael)
    assert NEW in _read(client, page)


def test_archived_page_comes_back_by_publishing(client, volcano, kael):
    volcano.archive(kael, "Told twice.")
    assert client.get("/lore/volcano/").status_code == 404
    volcano.publish(kael)
    assert client.get("/lore/volcano/").status_code == 200


def test_page_that_was_taken_down_is_gone_under_each_of_its_names(
    client, volcano, make_page, kael, django_capture_on_commit_callbacks
):
    volcano.aliases.create(title="The cone")
    here = make_page("Polar Peak", "Beside [[The Volcano]].")
    with django_capture_on_commit_callbacks(execute=True):
        volcano.take_down(kael, "A person asked for it.")
    for address in ["/lore/volcano/", "/lore/the-volcano/", "/lore/the-cone/"]:
        answer = client.get(address)
        assert answer.status_code == 410
        assert "was taken down" in answer.content.decode()
        assert "A person asked" not in answer.content.decode()
    for address in ["/lore/", "/lore/kind/place/", "/sitemap.xml", "/search/?q=mountain"]:
        assert "/lore/volcano/" not in client.get(address, follow=True).content.decode()
    here.refresh_from_db()
    assert 'class="red"' in here.html
    assert volcano.desk_notes.get().text == "A person asked for it."


def test_taking_down_calls_off_what_was_scheduled(client, volcano, draft_of, kael):
    draft_of(volcano)
    volcano.schedule(kael, _soon())
    volcano.take_down(kael, "A reason.")
    assert WorkInHand.objects.get().due_at is None


# --- earlier revisions -----------------------------------------------------------------------
def test_restored_revision_is_new_work_that_readers_do_not_have(client, volcano, draft_of, kael):
    first = volcano.latest_revision
    draft_of(volcano)
    volcano.publish(kael)
    assert volcano.restore(first, kael) == []
    newest = volcano.latest_revision
    assert (newest.number, newest.base, newest.summary) == (3, 1, "Revision 1 restored.")
    assert newest.snapshot["body"] == OLD
    assert NEW in _read(client, volcano)
    volcano.publish(kael)
    assert OLD in _read(client, volcano)


def test_restored_old_title_is_found_under_the_newer_one_too(client, volcano, draft_of, kael):
    first = volcano.latest_revision
    draft_of(volcano, title="Mount Ember", slug="mount-ember")
    volcano.publish(kael)
    volcano.restore(first, kael)
    volcano.publish(kael)
    assert client.get("/lore/volcano/").status_code == 200
    assert client.get("/lore/mount-ember/")["Location"] == "/lore/volcano/"
