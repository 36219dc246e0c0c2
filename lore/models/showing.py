"""After a picture of the wiki changed: the pages that show it are drawn again, a few at once,
many by the worker."""

from django.apps import apps
from procrastinate.contrib.django import app as tasks

from lore.models.neighbours import AT_ONCE, draw_again
from lore.models.words import PageQuerySet

TASK = "lore.tasks.redraw_showing"


def redraw_showing(keys: list[str]) -> None:
    """Draw what shows a picture of one of `keys` again, now or soon."""
    if pages_showing(keys)[: AT_ONCE + 1].count() > AT_ONCE:
        tasks.configure_task(TASK, allow_unknown=True).defer(keys=[*keys])
    else:
        draw_again(pages_showing(keys))


def pages_showing(keys: list[str]) -> PageQuerySet:
    """Pages whose text shows a picture of one of `keys`, whether or not it is there."""
    pages: PageQuerySet = apps.get_model("lore", "Page").objects.all()
    return pages.filter(media_used__key__in=keys).distinct().order_by("pk")
