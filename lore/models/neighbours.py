"""After a page changed its name or came or went: the pages that link to it are drawn again.

A few are drawn at once, so that the editor sees their links right after saving; many are left to
the worker, so that saving answers at once however much points here.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as tasks

from lore.models.choices import Status
from lore.models.snapshot import Snapshot, titles_of
from lore.rendering import key_of

if TYPE_CHECKING:
    from lore.models.page import Page
    from lore.models.words import PageQuerySet

AT_ONCE = 20
TASK = "lore.tasks.rerender_linking"


def refresh_neighbours(page: "Page", before: Snapshot | None, now: Snapshot) -> None:
    """Draw what links to `page` again, if its names or its being public differ."""
    if before and _face(before) == _face(now):
        return
    if not before and now["status"] != Status.PUBLISHED:
        return
    keys = sorted(_keys(before) | _keys(now))
    if page.publish_at and page.publish_at > timezone.now():
        _leave_to_worker(keys, page.publish_at)
    linking = type(page).objects.linking_to(keys).exclude(pk=page.pk)
    if linking[: AT_ONCE + 1].count() > AT_ONCE:
        _leave_to_worker(keys)
    else:
        rerender(keys)


def rerender(keys: list[str]) -> int:
    """Draw every page that links to one of `keys` again; how many there were. Idempotent."""
    return draw_again(apps.get_model("lore", "Page").objects.linking_to(keys))


def draw_again(chosen: "PageQuerySet") -> int:
    """Draw each of the chosen pages again; how many there were."""
    pages = chosen.model._default_manager
    keys = list(chosen.values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            # Locked, so that no drawing of an older text is stored over a newer one.
            pages.select_for_update().get(pk=pk).render_body()
    return len(keys)


def _leave_to_worker(keys: list[str], at: datetime | None = None) -> None:
    task = tasks.configure_task(TASK, allow_unknown=True, schedule_at=at)
    task.defer(keys=[*keys])


def _face(snapshot: Snapshot) -> tuple[object, ...]:
    names = ("title", "slug", "status", "publish_at")
    return (*(snapshot[name] for name in names), titles_of(snapshot["aliases"]))


def _keys(snapshot: Snapshot | None) -> set[str]:
    if snapshot is None:
        return set()
    names = (snapshot["title"], snapshot["slug"], *titles_of(snapshot["aliases"]))
    return {key_of(name) for name in names}
