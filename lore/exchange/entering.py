"""Taking a folder of lore in: all of it or nothing, and never over newer work of an editor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from lore.exchange.checking import (
    Written,
    double_names,
    read_page,
    without_strangers,
    without_taken_names,
)
from lore.exchange.files import TIES, Folder, PageFile, read_folder
from lore.exchange.form import to_head
from lore.exchange.laying import enter_pages, renew_page
from lore.exchange.names import Names
from lore.exchange.problems import BadFile, Problem
from lore.exchange.shelves import read_categories, read_media, read_sources
from lore.models import Grade, Page, PageAlias, Source, WorkInHand
from lore.models.neighbours import rerender
from lore.models.parts import PAGE
from lore.models.snapshot import Snapshot, snapshots_of
from lore.tasks import render_waiting_media

Progress = Callable[[str], None]
SUMMARY = "Entered in the record."
WORK_SUMMARY = "Work in hand, taken in."


@dataclass
class Report:
    """What a folder brought: addresses and keys by what became of them, and what was left out."""

    entered: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # an editor's work, which is newer
    notes: list[Problem] = field(default_factory=list)

    def lines(self) -> list[str]:
        told = [
            f"{len(self.entered)} new, {len(self.renewed)} renewed, {len(self.same)} the same, "
            f"{len(self.kept)} left as they are here"
        ]
        told += [f"pages/{slug}.md: the page here is newer; left as it is." for slug in self.kept]
        return told + [str(note) for note in sorted(self.notes)]


@dataclass(frozen=True)
class Terms:
    """What becomes of pages that are there already and say something else."""

    overwrite: bool = False
    only_new: bool = False

    def fate(self, page: Page, snapshot: Snapshot, one: Written) -> str:
        """The list of the report on which the page, now as `snapshot` has it, belongs."""
        if self.only_new:
            return "kept"
        if _says_the_same(page, snapshot, one):
            return "same"
        is_older = page.revised_at < one.revised_at and not _is_in_work(page)
        return "renewed" if self.overwrite or is_older else "kept"


def import_folder(
    path: Path, progress: Progress, *, dry_run: bool = False, terms: Terms | None = None
) -> Report:
    """Take in a folder. Raises BadFile with every problem, and writes nothing then.

    A page that is there already is renewed where the file is newer. A dry run does all of it and
    takes it back.
    """
    brought = _Brought(read_folder(path), Names())
    written, report = brought.check()
    with brought.pictures_kept_with(dry_run), transaction.atomic():
        brought.enter()
        _enter(written, brought.names, report, progress, terms or Terms())
        brought.cover()
        _keep_work(brought.work, report)
        if dry_run:
            transaction.set_rollback(True)
    if not dry_run:
        render_waiting_media.defer()
    return report


class _Brought:
    """A folder with what its pages refer to, checked and then written."""

    def __init__(self, folder: Folder, names: Names) -> None:
        self.folder, self.names = folder, names
        self.problems = list(folder.problems)
        self.waiting: dict[str, str] = {}
        self._expect()
        sources = read_sources(folder, names, self.waiting)
        self.sources = self._read("lore.Source", "key", sources)
        self.categories = self._read("lore.Category", "slug", read_categories(folder))
        self.media = self._read("lore.MediaAsset", "key", read_media(folder, names))
        self.work: list[Written] = []

    def _read(self, model: str, by: str, found: tuple[list[Any], list[Problem]]) -> list[Any]:
        rows, problems = found
        self.problems += problems
        there = self.names.all_of(model, by)
        new = {getattr(row, by): row for row in rows if getattr(row, by) not in there}
        self.names.learn(model, by, new)
        return list(new.values())

    def check(self) -> tuple[list[Written], Report]:
        """Every page of the folder. Raises BadFile where anything is wrong."""
        written = self._read_pages(self.folder.pages)
        self.work = self._read_pages(self.folder.work)
        self._lay_ties({page.file.slug: page for page in written})
        self.problems += double_names(written)
        if self.problems:
            raise BadFile(self.problems)
        notes = without_taken_names(written) + without_strangers(written, self.names)
        return written, Report(notes=notes)

    def _read_pages(self, files: list[PageFile]) -> list[Written]:
        read = [read_page(file, self.names) for file in files]
        self.problems += [problem for _, problems in read for problem in problems]
        return [page for page, _ in read if page]

    def _expect(self) -> None:
        """Pages and releases that the folder itself brings are known before they are written."""
        there = self.names.all_of("lore.Page", "slug")
        new = {file.slug: None for file in self.folder.pages if file.slug not in there}
        self.names.learn("lore.Page", "slug", new)
        for file in self.folder.pages:
            releases = file.head.get("releases", [])
            rows = [row for row in releases if isinstance(row, dict)]
            keys = {str(row.get("key")): None for row in rows}
            known = self.names.all_of("lore.Release", "key")
            self.names.learn(
                "lore.Release", "key", {k: v for k, v in keys.items() if k not in known}
            )

    def _lay_ties(self, pages: dict[str, Written]) -> None:
        """Ties that lie in a list beside the pages belong to the page they start from."""
        for line, row in enumerate(self.folder.ties, start=2):
            page = pages.get(row.get("from") or "")
            if page is None or not self.names.knows(PAGE, row.get("to") or ""):
                continue
            problem = self._wrong_tie(row)
            if problem:
                self.problems.append(Problem(TIES, line, problem))
            else:
                page.snapshot["ties"].append(_tie(row, self.names))

    def _wrong_tie(self, row: dict[str, str]) -> str:
        known = {"season": "catalog.Season", "source": "lore.Source"}
        for name, model in known.items():
            by = "code" if name == "season" else "key"
            if row.get(name) and row[name] not in self.names.all_of(model, by):
                return f"“{row[name]}” is not known."
        return "" if row.get("grade") in Grade.values else f"“{row.get('grade')}” is no grade."

    def enter(self) -> None:
        Source.objects.bulk_create(self.sources)
        for row in [*self.categories, *self.media]:
            row.save()

    @contextmanager
    def pictures_kept_with(self, dry_run: bool) -> Iterator[None]:
        """Files are no part of a transaction: what is taken back takes its pictures along."""
        is_kept = False
        try:
            yield
            is_kept = not dry_run
        finally:
            for asset in [] if is_kept else self.media:
                if asset.pk:
                    asset.file.delete(save=False)

    def cover(self) -> None:
        """Lay the releases that came with the pages over the sources that wait for them."""
        releases = self.names.all_of("lore.Release", "key")
        for source in self.sources:
            if source.key in self.waiting:
                source.gate_release = releases[self.waiting[source.key]]
                source.save(update_fields=["gate_release"])


def _tie(row: dict[str, str], names: Names) -> dict[str, str]:
    gate = row.get("gate") or ""
    return {
        "type": row["type"],
        "to": row["to"],
        "season": row.get("season") or "",
        "grade": row["grade"],
        "source": row.get("source") or "",
        "gate": gate if gate in names.seasons else "",
        "gate_release": "" if gate in names.seasons else gate,
    }


def _enter(
    written: list[Written], names: Names, report: Report, progress: Progress, terms: Terms
) -> None:
    slugs = [one.file.slug for one in written]
    named = Page.objects.filter(slug__in=slugs).select_related("author", "season", "hero")
    there = {page.slug: page for page in named.defer("html", "text", "vector")}
    renamed = set(PageAlias.objects.filter(key__in=slugs).values_list("key", flat=True))
    report.kept += sorted(renamed - there.keys())
    new = [one for one in written if one.file.slug not in there.keys() | renamed]
    progress(f"{len(new)} new pages to enter")
    pages = enter_pages(new, names, progress)
    report.entered += [page.slug for page in pages]
    _meet_those_there(written, there, report, terms)
    _render_older([page.pk for page in pages])


def _meet_those_there(
    written: list[Written], there: dict[str, Page], report: Report, terms: Terms
) -> None:
    snapshots = {} if terms.only_new else snapshots_of(list(there.values()))
    for one in written:
        if page := there.get(one.file.slug):
            fate = terms.fate(page, snapshots.get(page.pk, {}), one)
            getattr(report, fate).append(page.slug)
            if fate == "renewed":
                report.notes += renew_page(page, one, SUMMARY)


def _keep_work(work: list[Written], report: Report) -> None:
    """What was being written behind the pages that came in now; readers see nothing of it."""
    pages = {page.slug: page for page in Page.objects.filter(slug__in=report.entered)}
    for one in work:
        page = pages.get(one.file.slug)
        if page is None:
            report.notes.append(Problem(one.file.name, 0, "Its page did not come in; left out."))
        else:
            page.keep(one.snapshot, page.author, WORK_SUMMARY)


def _is_in_work(page: Page) -> bool:
    return WorkInHand.objects.filter(page=page).exists()


def _says_the_same(page: Page, snapshot: Snapshot, one: Written) -> bool:
    stands = (page.status, page.publish_at)
    same = to_head(snapshot) == to_head(one.snapshot) and page.body == one.file.body
    return same and stands == (one.status, one.publish_at)


def _render_older(new: list[int]) -> None:
    """Red links of pages that were there before may lead somewhere now."""
    if new and Page.objects.exclude(pk__in=new).exists():
        keys = Page.objects.filter(pk__in=new).values_list("slug", "key")
        rerender(sorted({key for pair in keys for key in pair}))
