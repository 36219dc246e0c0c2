"""Verbs of a page about its words: what is written is kept, and nothing kept is lost.

The rows of a page are what the public has. Work on it is kept as revisions, and the rows take
it over when it is published. Of a draft the public has nothing: its rows follow the newest work.
"""

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from lore.models.choices import Status
from lore.models.neighbours import Face, face_of, refresh_neighbours
from lore.models.note import Act
from lore.models.restoring import lay
from lore.models.rolling_back import rolled_back
from lore.models.snapshot import Snapshot, snapshot_of, titles_of
from lore.models.work import WorkInHand
from lore.rendering import key_of

if TYPE_CHECKING:
    from accounts.models import User
    from lore.models.page import Page
    from lore.models.revision import PageRevision


class StaleEdit(Exception):
    """The page was changed by somebody else since this edit began."""


def claim_version(page: "Page", version: int) -> None:
    """Take the right to write over `version`, or raise StaleEdit. Needs a transaction."""
    _hold(page)
    if page.version != version:
        raise StaleEdit


@transaction.atomic
def keep(
    page: "Page", snapshot: Snapshot, author: "User", summary: str, base: int | None = None
) -> "PageRevision | None":
    """Keep `snapshot` as the newest work; None if it is that already. Readers see nothing."""
    page.lock()
    last = page.latest_revision
    if last and last.snapshot == snapshot:
        return None
    revision = add_revision(page, snapshot, author, summary, base)
    WorkInHand.objects.get_or_create(page=page)
    if page.status == Status.DRAFT:
        lay(page, snapshot)
        redraw(page)
    return revision


@transaction.atomic
def revise(page: "Page", author: "User", summary: str) -> "PageRevision | None":
    """Keep what was written into the rows; None if nothing was changed. For new pages, imports
    and scripts: readers of a public page see it at once. The desk keeps its work by `keep`."""
    _hold(page)
    page.keep_old_names()
    live = page.live_revision
    last = live if page.status == Status.PUBLISHED else page.latest_revision
    now = snapshot_of(page)
    if last and last.snapshot == now:
        return None
    redraw(page)
    revision = add_revision(page, now, author, summary)
    if page.status == Status.PUBLISHED:
        revision.go_public()
        before = _face_then(page, live.snapshot) if live else None
        transaction.on_commit(partial(refresh_neighbours, page, before, face_of(page)))
    return revision


@transaction.atomic
def restore(page: "Page", revision: "PageRevision", author: "User", summary: str = "") -> list[str]:
    """Make an earlier revision the newest work; what could not be carried, in words."""
    page.lock()
    with rolled_back():
        copy = type(page).objects.get(pk=page.pk)
        lost = lay(copy, revision.snapshot)
        copy.keep_old_names()
        snapshot = snapshot_of(copy)
    summary = summary or f"Revision {revision.number} restored."
    if keep(page, snapshot, author, summary, revision.number):
        page.note(Act.RESTORED, author, " ".join(lost))
    return lost


def keep_old_names(page: "Page") -> None:
    """What was public under a name stays to be found under it."""
    live = page.live_revision
    if live is None:
        return
    own = {key_of(page.title), page.slug}
    for name in (live.snapshot["title"], live.snapshot["slug"]):
        if key_of(name) not in own:
            reason = page.aliases.model.Reason.RENAMED
            page.aliases.get_or_create(key=key_of(name), defaults={"title": name, "reason": reason})


def add_revision(
    page: "Page", snapshot: Snapshot, author: "User", summary: str, base: int | None = None
) -> "PageRevision":
    """Needs a transaction that holds the page."""
    number = page.version
    return page.revisions.create(
        number=number + 1,
        base=base or number or None,
        snapshot=snapshot,
        summary=summary,
        author=author,
    )


def redraw(page: "Page") -> None:
    """Store what readers will see of words that changed."""
    page.revised_at = timezone.now()
    page.save(update_fields=["revised_at"])
    page.render_body()


def _hold(page: "Page") -> None:
    """Like `page.lock()`, for a page whose fields are just being written."""
    type(page).objects.select_for_update(no_key=True).values_list("pk").get(pk=page.pk)


def _face_then(page: "Page", snapshot: Snapshot) -> Face:
    names = (snapshot["title"], snapshot["slug"])
    return Face(*names, tuple(titles_of(snapshot["aliases"])), page.publish_at)
