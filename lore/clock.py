"""Revisions of public pages that wait for their time.

Whoever reads any page of the house first after the time has come publishes them, so that no
worker that died can hold them back; the worker looks every minute all the same, for nights
without readers.
"""

import logging
import math
import time
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from lore.models import Page, WorkInHand

FEW = 5  # pages: a reader waits for them
TRY_AGAIN = timedelta(minutes=1)
LOOK_EVERY = 5.0  # seconds, in each process: pages are kept for up to a minute as it is
logger = logging.getLogger(__name__)


class Clock:
    """Remembers when this process looked last, so that reading costs no statement for it."""

    def __init__(self) -> None:
        self.looked_at = -math.inf

    def look(self) -> None:
        """Publish what is due, unless this process looked a moment ago."""
        if time.monotonic() - self.looked_at >= LOOK_EVERY:
            self.looked_at = time.monotonic()
            publish_due()


clock = Clock()


def publish_due(limit: int = FEW) -> None:
    """Publish what is due by now. One statement where there is nothing, which is nearly always."""
    for pk in WorkInHand.objects.due().values_list("pk", flat=True)[:limit]:
        try:
            _publish(pk)
        except DatabaseError:
            # The reader gets the page as it was; the next one after a minute tries again.
            logger.exception("Page %s could not be published at its time", pk)
            WorkInHand.objects.filter(pk=pk).update(due_at=timezone.now() + TRY_AGAIN)


@transaction.atomic
def _publish(pk: int) -> None:
    """The first to come publishes; others do not wait for it, and read what was there."""
    free = Page.objects.select_for_update(no_key=True, skip_locked=True)
    page = free.only("pk").filter(pk=pk).first()
    if page:
        page.publish_scheduled()
