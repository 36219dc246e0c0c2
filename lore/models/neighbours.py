"""After a page changed its name or came or went: the pages that link to it are drawn again.

A few are drawn at once, so that the editor sees their links right after saving; many are left to
the worker, so that saving answers at once however much points here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils import timezone

from lore.models.choices import Status
from lore.models.queueing import queue_once
from lore.models.redrawing import redraw
from lore.rendering import key_of

if TYPE_CHECKING:
    from lore.models.page import Page
    from lore.models.words import PageQuerySet

AT_ONCE = 20


@dataclass(frozen=True)
class Face:
    """What other pages show of a page: its names, and from when on it can be read."""

    title: str
    slug: str
    aliases: tuple[str, ...]
    publish_at: datetime | None

    @property
    def keys(self) -> set[str]:
        return {key_of(name) for name in (self.title, self.slug, *self.aliases)}


def face_of(page: "Page") -> Face | None:
    """The face of a page as its rows have it; None while it is kept from the public."""
    if page.status != Status.PUBLISHED:
        return None
    aliases = page.aliases.order_by("title").values_list("title", flat=True)
    return Face(page.title, page.slug, tuple(aliases), page.publish_at)


def refresh_neighbours(page: "Page", before: Face | None, now: Face | None) -> None:
    """Draw what links to `page` again, if its names or its being public differ."""
    if before == now:
        return
    keys = sorted({key for face in (before, now) if face for key in face.keys})
    if page.publish_at and page.publish_at > timezone.now():
        queue_once("rerender_linking", page.publish_at, keys=keys)
    linking = type(page).objects.linking_to(keys).exclude(pk=page.pk)
    if linking[: AT_ONCE + 1].count() > AT_ONCE:
        queue_once("rerender_linking", keys=keys)
    else:
        rerender(keys)


def rerender(keys: list[str]) -> int:
    """Draw every page that links to one of `keys` again; how many there were. Idempotent."""
    return draw_again(apps.get_model("lore", "Page").objects.linking_to(keys))


def draw_again(chosen: "PageQuerySet") -> int:
    """Draw each of the chosen pages again; how many there were."""
    return sum(1 for _ in redraw(chosen))
