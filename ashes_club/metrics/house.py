"""What is watched of the house itself: its queue, its letters, its workers."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent as Event
from procrastinate.contrib.django.models import ProcrastinateJob as Job
from procrastinate.contrib.django.models import ProcrastinateWorker as Worker

from ashes_club.readiness import LATELY
from core.figures import Figure, age_of
from core.pictures.renditions import PICTURES
from lore.models.queueing import QUEUE as LORE

QUEUES = ("default", LORE, PICTURES)
STUCK_AFTER = timedelta(minutes=30)
LETTERS = Q(job__task_name__contains="send_")  # the desk's own word for them


def _due() -> QuerySet[Any, Any]:
    """Tasks that could be begun, each with the time from which that was so."""
    now = timezone.now()
    is_due = Q(job__scheduled_at=None) | Q(job__scheduled_at__lte=now)
    waiting = Event.objects.filter(is_due, type="deferred", job__status="todo")
    return waiting.values(queue=F("job__queue_name"), since=Coalesce("job__scheduled_at", "at"))


def _in_state(status: str) -> QuerySet[Any, Any]:
    return Job.objects.filter(status=status).values(queue=F("queue_name"))


def _letters_given_up() -> QuerySet[Any, Any]:
    since = timezone.now() - timedelta(days=1)
    return Event.objects.filter(LETTERS, type="failed", at__gte=since).values("pk")


def _letters_stuck() -> QuerySet[Any, Any]:
    """Queued long ago, and neither sent nor given up."""
    before = timezone.now() - STUCK_AFTER
    waiting = Event.objects.filter(LETTERS, type="deferred", job__status__in=["todo", "doing"])
    return waiting.filter(at__lte=before).values("pk")


def _at_work() -> QuerySet[Any, Any]:
    since = timezone.now() - timedelta(seconds=LATELY)
    return Worker.objects.filter(last_heartbeat__gt=since).values("pk")


FIGURES = [
    Figure(
        "club_tasks_waiting", "Tasks that are due and not begun.", _due, "count(*)", "queue", QUEUES
    ),
    Figure(
        "club_tasks_waiting_oldest_seconds",
        "For how long the oldest of them has been due.",
        _due,
        age_of("since"),
        "queue",
        QUEUES,
    ),
    Figure(
        "club_tasks_running",
        "Tasks that a worker has begun.",
        lambda: _in_state("doing"),
        by="queue",
        known=QUEUES,
    ),
    Figure(
        "club_tasks_failed",
        "Tasks that were given up, as long as they are kept.",
        lambda: _in_state("failed"),
        by="queue",
        known=QUEUES,
    ),
    Figure("club_workers", "Workers that looked in within a minute.", _at_work),
    Figure("club_mails_failed", "Letters given up within a day.", _letters_given_up),
    Figure("club_mails_stuck", "Letters that wait for longer than half an hour.", _letters_stuck),
]
