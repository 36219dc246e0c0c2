"""Verbs of a page about its readers: what they are shown, from when, and what they are no more.

Nothing here asks who may; the desk does. Every verb locks its page, so that two of them, or one
and a save, come after one another.
"""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from lore.models.choices import Stage, Status
from lore.models.keeping import redraw, revise
from lore.models.neighbours import face_of, refresh_neighbours
from lore.models.note import Act
from lore.models.restoring import lay
from lore.models.work import WorkInHand

if TYPE_CHECKING:
    from accounts.models import User
    from lore.models.page import Page
    from lore.models.revision import PageRevision

FIRST = "Entered in the record."


# --- towards the public ----------------------------------------------------------------------
@transaction.atomic
def publish(page: "Page", author: "User", text: str = "", at: datetime | None = None) -> list[str]:
    """Show readers the newest work, now; of a page they do not have yet, from `at` on.

    Returns what could not be carried, in words.
    """
    page.lock()
    if page.status == Status.DRAFT or page.latest_revision is None:
        revise(page, author, text or FIRST)
    revision = page.revisions.order_by("-number")[:1].get()
    is_known = page.is_public and revision.published_at is not None
    lost = _show(page, revision, at)
    if not is_known:
        page.note(Act.SCHEDULED if at else Act.PUBLISHED, author, _with_time(at, text), revision)
    return lost


@transaction.atomic
def schedule(page: "Page", author: "User", at: datetime, text: str = "") -> list[str]:
    """Let the newest work go public at `at`. Until then, readers see what they see now."""
    page.lock()
    if not page.is_public:
        return publish(page, author, text, at)
    planned = {"scheduled": page.latest_revision, "due_at": at, "scheduled_by": author}
    WorkInHand.objects.update_or_create(page=page, defaults={**planned, "stage": Stage.DRAFT})
    page.note(Act.SCHEDULED, author, _with_time(at, text))
    return []


@transaction.atomic
def call_off(page: "Page", author: "User", text: str = "") -> None:
    """Take back the time at which work was to go public."""
    page.lock()
    if page.status == Status.PUBLISHED and not page.is_public:
        _leave(page, Status.DRAFT, Act.CALLED_OFF, author, text)
    elif _unschedule(page):
        page.note(Act.CALLED_OFF, author, text)


@transaction.atomic
def publish_scheduled(page: "Page") -> None:
    """Show readers what is due by now; nothing if somebody was faster."""
    page.lock()
    work = WorkInHand.objects.due().filter(page=page).first()
    if work and work.scheduled and work.scheduled_by:
        lost = _show(page, work.scheduled)
        page.note(Act.PUBLISHED, work.scheduled_by, " ".join(lost), work.scheduled)


def _show(page: "Page", revision: "PageRevision", at: datetime | None = None) -> list[str]:
    before = face_of(page)
    is_new = revision.published_at is None
    lost = lay(page, revision.snapshot) if is_new and page.status != Status.DRAFT else []
    page.keep_old_names()
    page.status, page.publish_at = Status.PUBLISHED, at or _public_since(page)
    page.save(update_fields=["status", "publish_at"])
    if is_new:
        redraw(page)
    else:
        page.render_body()
    revision.go_public()
    _settle(page, revision)
    transaction.on_commit(partial(refresh_neighbours, page, before, face_of(page)))
    return lost


def _public_since(page: "Page") -> datetime:
    """The time it has had, if that has come; to the minute, as forms have it."""
    now = timezone.now()
    earlier = page.publish_at and page.publish_at <= now
    return page.publish_at if earlier else now.replace(second=0, microsecond=0)  # type: ignore


def _settle(page: "Page", shown: "PageRevision") -> None:
    """What was shown is not in hand any more; what is newer is."""
    work = WorkInHand.objects.filter(page=page)
    if page.version == shown.number:
        work.delete()
    else:
        work.filter(scheduled__number__lte=shown.number).update(**UNSCHEDULED)


# --- and away from it ------------------------------------------------------------------------
def unpublish(page: "Page", author: "User", text: str = "") -> None:
    """Make the page a draft again: readers find nothing, editors go on with it."""
    _leave(page, Status.DRAFT, Act.UNPUBLISHED, author, text)


def archive(page: "Page", author: "User", text: str = "") -> None:
    """Take the page out of public sight; links to it turn red."""
    _leave(page, Status.ARCHIVED, Act.ARCHIVED, author, text)


def take_down(page: "Page", author: "User", reason: str) -> None:
    """Remove the page for a reason; its address says from now on that it is gone."""
    _leave(page, Status.TAKEN_DOWN, Act.TAKEN_DOWN, author, reason)


@transaction.atomic
def _leave(page: "Page", status: Status, act: Act, author: "User", text: str) -> None:
    page.lock()
    before = face_of(page)
    _unschedule(page)
    page.status = status
    page.publish_at = None if status == Status.DRAFT else page.publish_at
    page.save(update_fields=["status", "publish_at"])
    newest = page.latest_revision
    if status == Status.DRAFT and newest and newest.published_at is None:
        lay(page, newest.snapshot)  # a draft's rows follow the newest work
        redraw(page)
    page.note(act, author, text)
    transaction.on_commit(partial(refresh_neighbours, page, before, face_of(page)))


UNSCHEDULED = {"scheduled": None, "due_at": None, "scheduled_by": None}


def _unschedule(page: "Page") -> int:
    return WorkInHand.objects.filter(page=page, due_at__isnull=False).update(**UNSCHEDULED)


def _with_time(at: datetime | None, text: str) -> str:
    return f"{at:%d %B %Y, %H:%M} UTC. {text}".strip() if at else text
