"""Leaving work of the wiki to the worker, once however often it is asked for."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

QUEUE = "lore"
PRIORITY = -10  # after mail


def queue_once(task: str, at: datetime | None = None, **arguments: Any) -> None:
    """Queue `task` of lore/tasks.py, now or for a time to come, unless one like it waits already.

    What waits will see the pages as they are when its turn comes: a second would find nothing
    left to do.
    """
    same = sha256(repr((task, at, sorted(arguments.items()))).encode()).hexdigest()
    job = app.configure_task(
        f"lore.tasks.{task}",
        allow_unknown=True,
        queue=QUEUE,
        priority=PRIORITY,
        schedule_at=at,
        queueing_lock=same,
    )
    try:
        with transaction.atomic():
            job.defer(**arguments)
    except AlreadyEnqueued:
        return
