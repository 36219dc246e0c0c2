"""Lore as a folder: everything but revisions, accounts, and what was taken down."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import tomli_w

from lore.exchange.files import CATEGORIES, FENCE, MEDIA, PAGES, SOURCES, WORK
from lore.exchange.form import to_head
from lore.exchange.shelves import categories_out, media_out, sources_out
from lore.models import Page, Status, WorkInHand
from lore.models.snapshot import Snapshot, snapshots_of

AT_ONCE = 100  # pages
Progress = Callable[[str], None]


class NotEmpty(ValueError):
    """Something lies in the folder already."""


@dataclass
class Leaving:
    """What an export wrote, and what of it stays here."""

    pages: int = 0
    notes: list[str] = field(default_factory=list)


def export_folder(path: Path, progress: Progress) -> Leaving:
    """Write the whole wiki to an empty folder. Raises NotEmpty."""
    path.mkdir(parents=True, exist_ok=True)
    if any(path.iterdir()):
        raise NotEmpty(f"{path} is not empty.")
    (path / PAGES).mkdir()
    _write_table(path / SOURCES, sources_out())
    _write_table(path / CATEGORIES, categories_out())
    _write_table(path / MEDIA, media_out(path / Path(MEDIA).stem))
    done = _write_pages(path / PAGES, progress)
    _write_work(path / WORK)
    return done


def _write_pages(folder: Path, progress: Progress) -> Leaving:
    done = Leaving()
    staying = set(_taken_down().values_list("slug", flat=True))
    pages = _leaving()
    while some := list(islice(pages, AT_ONCE)):
        snapshots = snapshots_of(some)
        for page in some:
            _write_page(folder, page, snapshots[page.pk], staying, done)
        done.pages += len(some)
        progress(f"{done.pages} pages written")
    done.notes += [f"{slug} was taken down and stays here." for slug in sorted(staying)]
    return done


def _write_page(
    folder: Path, page: Page, snapshot: Snapshot, staying: set[str], done: Leaving
) -> None:
    ties = [tie for tie in snapshot["ties"] if tie["to"] not in staying]
    if len(ties) < len(snapshot["ties"]):
        done.notes.append(f"{page.slug}.md: a tie to a page that was taken down stays here.")
    head = {**to_head({**snapshot, "ties": ties}), **_standing(page)}
    (folder / f"{page.slug}.md").write_bytes(_as_file(head, page.body))


def _write_work(folder: Path) -> None:
    """What is being written behind pages that readers have: their newest revision."""
    behind = WorkInHand.objects.exclude(page__status=Status.DRAFT)
    for work in behind.exclude(page__in=_taken_down()).select_related("page"):
        newest = work.page.latest_revision
        if newest:
            folder.mkdir(exist_ok=True)
            head = {**to_head(newest.snapshot), "revised": _moment(newest.at)}
            if newest.snapshot["slug"] != work.page.slug:
                head["address"] = newest.snapshot["slug"]
            file = folder / f"{work.page.slug}.md"
            file.write_bytes(_as_file(head, newest.snapshot["body"]))


def _taken_down() -> Any:
    return Page.objects.exclude(status__in=[Status.DRAFT, Status.PUBLISHED, Status.ARCHIVED])


def _leaving() -> Iterator[Page]:
    """Pages by address, the names that their words refer to with them."""
    pages = Page.objects.exclude(pk__in=_taken_down()).select_related("author", "season", "hero")
    return pages.defer("html", "text", "vector").order_by("slug").iterator(AT_ONCE)


def _as_file(head: dict[str, Any], body: str) -> bytes:
    """The front matter between two fences, and the text as it is."""
    return f"{FENCE}\n{tomli_w.dumps(head)}{FENCE}\n{body}".encode()


def _standing(page: Page) -> dict[str, Any]:
    """Where the page stands; what a file need not say is left out."""
    told: dict[str, Any] = {"revised": _moment(page.revised_at)}
    if page.status != Status.PUBLISHED:
        told["state"] = page.status
    if page.publish_at and page.publish_at != _midnight(page.written_on):
        told["public_from"] = _moment(page.publish_at)
    return told


def _moment(at: dt.datetime) -> dt.datetime | dt.date:
    """A day where it is the beginning of one."""
    at = at.astimezone(dt.UTC)
    return at.date() if at == _midnight(at.date()) else at


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _write_table(path: Path, rows: dict[str, dict[str, Any]]) -> None:
    if rows:
        path.write_text(tomli_w.dumps(rows), encoding="utf-8", newline="\n")
