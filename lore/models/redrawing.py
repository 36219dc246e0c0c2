"""Drawing pages again that say the same as before: their links lead elsewhere, or the renderer
has learnt something. Doing it twice changes nothing, and it may be interrupted at any time.
"""

from collections.abc import Iterator

from django.db import transaction

from lore.models.words import PageQuerySet

BATCH = 60  # pages, a second or two of work: what else waits gets its turn between
TOGETHER = 20  # pages stored in one transaction: readers' memory is told of it once


def redraw(pages: PageQuerySet, after: int = 0, limit: int | None = None) -> Iterator[int]:
    """Draw up to `limit` of `pages` again, in the order of their keys from the one after `after`.

    Yields the key of each once it is stored: from there another run may go on.
    """
    keys = list(pages.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])
    for start in range(0, len(keys), TOGETHER):
        chunk = keys[start : start + TOGETHER]
        _redraw_together(pages.model._default_manager.filter(pk__in=chunk))
        yield from chunk


@transaction.atomic
def _redraw_together(pages: PageQuerySet) -> None:
    # Locked, so that no drawing of an older text is stored over a newer one: in the order of
    # their keys, that two runs may meet; with the weaker lock, that others may link to them.
    for page in pages.select_for_update(no_key=True).order_by("pk"):
        page.render_body()


def redraw_batch(pages: PageQuerySet, after: int = 0) -> int | None:
    """Draw the next BATCH of `pages`; the key to go on after, None if these were the last."""
    drawn = list(redraw(pages, after, BATCH))
    return drawn[-1] if len(drawn) == BATCH else None
