"""Links that never rot: what changes a page's name or sight draws again what links to it."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation

from ashes_club.tasks import take_up_stalled_jobs
from lore import tasks
from lore.models import Page, PageLink, Status, WorkInHand
from lore.models import redrawing as drawing_again
from lore.models.queueing import queue_once
from lore.models.redrawing import redraw, redraw_batch
from lore.rendering import RENDERER_VERSION

DRAWN = ["html", "toc", "text", "names", "facts", "word_count", "infobox_html", "source_keys"]


@pytest.fixture
def linking(make_page):
    """Five pages that link to the volcano, which nobody has written yet."""
    return [make_page(f"Place {n}", "Beside [[The Volcano]] and [[Nowhere]].") for n in range(5)]


def _state():
    """All that readers get of every page, and every link."""
    pages = list(Page.objects.order_by("pk").values("pk", *DRAWN))
    return pages, list(PageLink.objects.order_by("page", "key").values("page", "key", "target"))


def _leads_to_the_volcano(page):
    page.refresh_from_db()
    return 'href="/lore/volcano/"' in page.html


# --- one query a render ----------------------------------------------------------------------
def test_all_links_of_a_page_are_resolved_in_one_statement(make_page):
    for n in range(8):
        make_page(f"Place {n}")
    body = " ".join(f"[[Place {n}]] [[place-{n}|there]] [[Red {n}]]" for n in range(8))
    page = make_page("All of them", body, infobox=[["Where", "[[Place 3]] or [[Red 9]]"]])
    with CaptureQueriesContext(connection) as asked:
        page.render_body()
    about_names = [each["sql"] for each in asked if "answers_to" in each["sql"]]
    assert len(about_names) == 1
    assert page.html.count('href="/lore/place-') == 16


def test_a_hundred_links_take_no_more_statements_than_one(make_page):
    counts = []
    for number in (1, 100):
        page = make_page(f"With {number}", " ".join(f"[[Link {n}]]" for n in range(number)))
        with CaptureQueriesContext(connection) as asked:
            page.render_body()
        counts.append(len(asked))
    assert counts[0] == counts[1]


# --- drawing again ---------------------------------------------------------------------------
def test_drawing_again_and_again_changes_nothing(linking, make_page):
    make_page()
    list(redraw(Page.objects.all()))
    before = _state()
    for _ in range(2):
        list(redraw(Page.objects.all()))
        assert _state() == before


def test_pages_are_drawn_in_the_order_of_their_keys_and_locked_in_it(linking):
    with CaptureQueriesContext(connection) as asked:
        drawn = list(redraw(Page.objects.order_by("-title")))
    assert drawn == sorted(drawn)
    locks = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]
    assert locks
    assert all('ORDER BY "lore_page"."id" ASC FOR NO KEY UPDATE' in sql for sql in locks)


def test_interrupted_drawing_goes_on_where_it_stopped(linking, make_page):
    make_page()
    run = redraw(Page.objects.linking_to(["the-volcano"]), limit=2)
    *_, last = run
    assert [_leads_to_the_volcano(page) for page in linking] == [True, True, False, False, False]
    list(redraw(Page.objects.linking_to(["the-volcano"]), after=last))
    assert all(_leads_to_the_volcano(page) for page in linking)


def test_what_was_stored_before_a_failure_stays(linking, make_page, monkeypatch):
    monkeypatch.setattr(drawing_again, "TOGETHER", 1)
    make_page()
    drawn = redraw(Page.objects.linking_to(["the-volcano"]))
    next(drawn)
    monkeypatch.setattr(Page, "render_body", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        next(drawn)
    assert _leads_to_the_volcano(linking[0])


def test_page_that_went_meanwhile_is_passed_over(linking):
    pages = Page.objects.all()
    assert redraw_batch(pages.filter(pk=linking[0].pk)) is None


# --- after every verb ------------------------------------------------------------------------
def _keep(page, kael, **fields):
    page.keep({**page.latest_revision.snapshot, **fields}, kael, "Worked on.")


@pytest.fixture
def shown(linking, django_capture_on_commit_callbacks):
    """Does something, and tells what five links to the volcano lead to afterwards."""

    def after(do):
        with django_capture_on_commit_callbacks(execute=True):
            do()
        found = set()
        for page in linking:
            page.refresh_from_db()
            link = page.links.get(key="the-volcano")
            assert (link.target is None) == ('class="red"' in page.html.split("and")[0])
            found.add(link.target.slug if link.target else None)
        (only,) = found
        return only

    return after


def test_links_follow_a_page_through_its_whole_life(shown, make_page, kael):
    page = make_page(status=Status.DRAFT)
    assert shown(lambda: None) is None
    assert shown(lambda: page.publish(kael)) == "volcano"
    assert shown(lambda: _keep(page, kael, slug="mount-ember", title="Mount Ember")) == "volcano"
    assert shown(lambda: page.publish(kael)) == "mount-ember"
    assert shown(lambda: page.archive(kael, "Told twice.")) is None
    assert shown(lambda: page.publish(kael)) == "mount-ember"
    assert shown(lambda: page.unpublish(kael)) is None
    assert shown(lambda: page.publish(kael)) == "mount-ember"
    assert shown(lambda: page.take_down(kael, "Not ours.")) is None


def test_links_follow_a_new_name_that_waited_for_its_time(shown, make_page, kael):
    assert shown(make_page) == "volcano"
    page = Page.objects.get(slug="volcano")
    _keep(page, kael, slug="mount-ember", title="Mount Ember")
    page.schedule(kael, timezone.now() + timedelta(hours=1))
    assert shown(lambda: page.publish_scheduled()) == "volcano"
    WorkInHand.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert shown(lambda: page.publish_scheduled()) == "mount-ember"


# --- in the background -----------------------------------------------------------------------
@pytest.fixture
def small(monkeypatch):
    """Batches of two pages, and none drawn at once."""
    monkeypatch.setattr(drawing_again, "BATCH", 2)
    monkeypatch.setattr("lore.models.neighbours.AT_ONCE", 0)


@pytest.fixture
def work(db):
    """Does one job after the other, those they queue included; the arguments of each."""

    def do():
        done = []
        while job := ProcrastinateJob.objects.filter(status="todo", scheduled_at=None).first():
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
            tasks.app.tasks[job.task_name].func(**job.args)
            done.append(job.args)
        return done

    return do


def test_each_batch_queues_the_next_until_all_are_drawn(
    small, linking, make_page, work, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_page()
    keys = ["the-volcano", "volcano"]
    assert work() == [
        {"keys": keys},
        {"keys": keys, "after": linking[1].pk},
        {"keys": keys, "after": linking[3].pk},
    ]
    assert all(_leads_to_the_volcano(page) for page in linking)


def test_saving_again_while_a_job_waits_queues_no_second(db):
    later = timezone.now() + timedelta(hours=1)
    for _ in range(2):
        queue_once("rerender_linking", keys=["volcano"])
        queue_once("rerender_linking", keys=["volcano"], after=7)
        queue_once("rerender_linking", later, keys=["volcano"])
    assert ProcrastinateJob.objects.count() == 3


def test_saving_a_page_that_many_link_to_takes_no_more_statements(
    small, make_page, kael, django_capture_on_commit_callbacks
):
    page, counts = make_page(), []
    for number in range(3):
        make_page(f"Place {number}", "Beside [[volcano]].")
        with CaptureQueriesContext(connection) as asked:  # noqa: SIM117
            with django_capture_on_commit_callbacks(execute=True):
                page.title = f"The Volcano {number}"
                page.save()
                page.revise(kael, "Renamed.")
        counts.append(len(asked))
    assert counts[0] >= counts[2]


@pytest.fixture
def left_by_the_dead(db):
    """A job that a worker was doing when it died; its key."""
    queue_once("rerender_linking", keys=["volcano"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL")
    return ProcrastinateJob.objects.get().pk


def _status(pk):
    return ProcrastinateJob.objects.get(pk=pk).status


def test_work_of_a_worker_that_died_is_taken_up(left_by_the_dead):
    async_to_sync(take_up_stalled_jobs.func)(0)
    assert _status(left_by_the_dead) == "todo"


def test_work_of_a_worker_that_died_is_dropped_where_the_same_waits(left_by_the_dead, monkeypatch):
    async def refuse(job):
        raise UniqueViolation(constraint_name="queueing_lock", queueing_lock=job.queueing_lock)

    monkeypatch.setattr(tasks.app.job_manager, "retry_job", refuse)
    async_to_sync(take_up_stalled_jobs.func)(0)
    assert _status(left_by_the_dead) == "aborted"


def test_outdated_pages_are_drawn_in_the_background_as_well(small, linking, work):
    Page.objects.update(renderer_version=RENDERER_VERSION - 1)
    queue_once("rerender_outdated")
    assert len(work()) == 3
    assert not Page.objects.outdated().exists()
