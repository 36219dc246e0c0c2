"""Publishing by the clock: nobody presses a button, and no worker has to live for it."""

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from lore.models import Act, Page, Stage, Status, WorkInHand
from lore.tasks import publish_what_is_due

OLD, NEW = "A mountain of old.", "A mountain anew."


@pytest.fixture
def volcano(make_page):
    return make_page(body=OLD)


def _soon():
    return timezone.now() + timedelta(hours=1)


def _time_comes(page):
    WorkInHand.objects.filter(page=page).update(due_at=timezone.now() - timedelta(seconds=1))


def _read(client, page):
    return client.get(page.get_absolute_url()).content.decode()


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


@pytest.mark.usefixtures("every_reader_looks")
@pytest.mark.parametrize("address", ["/", "/search/?q=ember", "/search/suggestions/?q=mount"])
def test_any_page_of_the_house_that_shows_lore_brings_what_is_due(
    client, volcano, draft_of, make_claim, kael, address
):
    make_claim(volcano)
    draft_of(volcano, title="Mount Ember")
    volcano.schedule(kael, _soon())
    assert "Mount Ember" not in client.get(address).text
    _time_comes(volcano)
    assert "Mount Ember" in client.get(address).text


@pytest.mark.usefixtures("every_reader_looks")
@pytest.mark.parametrize("address", ["/", "/search/?q=volcano", "/lore/", "/lore/feed/"])
def test_page_nobody_has_read_appears_everywhere_by_its_time(
    client, make_page, make_claim, kael, address
):
    page = make_page(status=Status.DRAFT)
    make_claim(page)
    page.schedule(kael, _soon())
    assert "The Volcano" not in client.get(address).text
    Page.objects.update(publish_at=timezone.now())
    assert "The Volcano" in client.get(address).text


def test_the_question_for_health_does_not_look(client, monkeypatch):
    monkeypatch.setattr("lore.clock.LOOK_EVERY", 0.0)
    monkeypatch.setattr("lore.clock.publish_due", lambda: pytest.fail("it asked the database"))
    assert client.get("/healthz").status_code == 200


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
