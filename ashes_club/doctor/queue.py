"""The queue: is a worker there, and how long does work wait?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.contrib.django.models import ProcrastinateWorker as Worker

from ashes_club.doctor.finding import Finding, fault, fine, look
from ashes_club.readiness import LATELY

LONG = timedelta(minutes=5)
START_ONE = "Start one: python manage.py worker"


def check() -> Iterator[Finding]:
    now = timezone.now()
    since = now - timedelta(seconds=LATELY)
    workers = Worker.objects.filter(last_heartbeat__gt=since).count()
    if workers:
        yield fine(f"{workers} at work: a worker looked in within a minute.")
    else:
        yield fault("No worker looked in within a minute: no letter is sent.", START_ONE)
    yield _waiting(now)
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    if failed:
        yield look(f"{failed} tasks have failed for good.", "The worker's log says why.")


def _waiting(now: datetime) -> Finding:
    oldest = _oldest(now)
    if oldest is None:
        return fine("Nothing waits.")
    said = f"The oldest task has waited for {_words(now - oldest)}."
    if now - oldest < LONG:
        return fine(said)
    return look(said, "See that the worker is running, or start a second one.")


def _oldest(now: datetime) -> datetime | None:
    """Since when the task waits that has been due for longest."""
    is_due = Q(job__scheduled_at=None) | Q(job__scheduled_at__lte=now)
    waiting = ProcrastinateEvent.objects.filter(is_due, type="deferred", job__status="todo")
    return waiting.aggregate(since=Min(Coalesce("job__scheduled_at", "at")))["since"]


def _words(length: timedelta) -> str:
    minutes, seconds = divmod(max(int(length.total_seconds()), 0), 60)
    return (
        f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {seconds} s"
    )
