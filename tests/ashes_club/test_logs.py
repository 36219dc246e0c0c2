"""Request ids: taken from the proxy or given, said in answers and in every line of a log."""

import asyncio
import json
import logging
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django.models import ProcrastinateJob

from ashes_club import logs
from tests.ashes_club.logged import handler_of

HEALTH = "/healthz"


def test_answer_carries_an_id_of_its_own(client):
    first, second = (client.get(HEALTH)[logs.HEADER] for _ in range(2))
    assert logs.WELL_FORMED.fullmatch(first)
    assert first != second


def test_id_of_the_proxy_is_kept(client):
    answer = client.get(HEALTH, headers={"x-request-id": "proxy-0123456789"})
    assert answer[logs.HEADER] == "proxy-0123456789"


@pytest.mark.parametrize(
    "forged", ["short", "a" * 65, "two words here", "ERROR\tforged", "<b>bold"]
)
def test_id_that_could_forge_a_line_is_replaced(client, forged):
    assert client.get(HEALTH, headers={"x-request-id": forged})[logs.HEADER] != forged


def test_id_is_given_outside_of_what_keeps_pages(settings):
    """A page that is kept must not keep the id of whoever asked for it first."""
    within = settings.MIDDLEWARE.index("ashes_club.page_cache.PageCacheMiddleware")
    assert settings.MIDDLEWARE.index("ashes_club.logs.RequestIdMiddleware") == 0 < within


def _logged(*, as_json, log):
    """What a club configured like this writes while `log` runs."""
    handler = handler_of("INFO", as_json=as_json)
    logger = logging.Logger("club", logging.INFO)
    logger.addHandler(handler)
    log(logger)
    return handler.stream.getvalue()


def test_lines_name_their_request_also_after_the_answer(rf):
    """As Django's own do, about an address that leads nowhere."""

    def log(logger):
        def view(request):
            logger.warning("something")
            return HttpResponse()

        for number in (1, 2):
            asked = rf.get("/", headers={"x-request-id": f"of-the-proxy-{number}"})
            logs.RequestIdMiddleware(view)(asked)
            logger.warning("after it")

    assert _logged(as_json=False, log=log).splitlines() == [
        "WARNING club [of-the-proxy-1]: something",
        "WARNING club [of-the-proxy-1]: after it",
        "WARNING club [of-the-proxy-2]: something",
        "WARNING club [of-the-proxy-2]: after it",
    ]


def test_json_is_one_object_a_line_with_its_traceback():
    def log(logger):
        try:
            raise ValueError("two\nlines")
        except ValueError:
            logger.exception("Broken “glass”")

    (line,) = _logged(as_json=True, log=log).splitlines()
    said = json.loads(line)
    assert (said["level"], said["logger"]) == ("ERROR", "club")
    assert said["request_id"] == logs.current.get()
    assert said["message"] == "Broken “glass”"
    assert said["traceback"].endswith("lines")


def test_task_names_its_lines():
    seen, before = [], logs.current.get()

    async def task():
        seen.append(logs.current.get())

    job = SimpleNamespace(job=SimpleNamespace(id=7, queueing_lock=None))
    asyncio.run(logs.name_task(task, job, None))
    assert (seen, logs.current.get()) == (["task-7"], before)


def _queued_within(request_id, **lock):
    token = logs.current.set(request_id)
    try:
        number = queue.configure_task("lore.tasks.redraw_showing", **lock).defer(keys=[])
    finally:
        logs.current.reset(token)
    return ProcrastinateJob.objects.get(pk=number)


def _named_in_worker(job):
    seen = []

    async def task():
        seen.append(logs.current.get())

    asyncio.run(logs.name_task(task, SimpleNamespace(job=job), None))
    return seen[0]


def test_task_names_the_request_that_queued_it(db):
    jobs = [_queued_within("of-the-proxy-1") for _ in range(2)]  # alike, and both are queued
    assert [_named_in_worker(job) for job in jobs] == [
        f"of-the-proxy-1/task-{job.pk}" for job in jobs
    ]


def test_what_a_task_queues_names_the_first_request(db):
    job = _queued_within("of-the-proxy-1/task-7")
    assert _named_in_worker(job) == f"of-the-proxy-1/task-{job.pk}"


@pytest.mark.parametrize("of_nobody", ["-", "task-7"])
def test_task_of_no_request_names_itself(db, of_nobody):
    job = _queued_within(of_nobody)
    assert job.queueing_lock is None
    assert _named_in_worker(job) == f"task-{job.pk}"


def test_lock_that_means_something_is_left_alone(db):
    assert _queued_within("of-the-proxy-1", queueing_lock="tidy").queueing_lock == "tidy"
