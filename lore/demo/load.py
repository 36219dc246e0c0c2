"""Putting the demo's lore into the tables. What is there already, an editor's work, stays."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from catalog.models import Item, Season
from lore.demo.files import BadFile, PageFile, read_pages, read_sources, read_ties
from lore.demo.rows import (
    Known,
    alias_titles,
    cited_key,
    claim_rows,
    figure_rows,
    page_row,
    question_rows,
    release_rows,
    timeline_rows,
)
from lore.demo.shelves import load_categories, load_media
from lore.groups import CHIEF_EDITOR, make_groups
from lore.models import (
    Category,
    Claim,
    ClaimSource,
    KeyFigure,
    Page,
    PageAlias,
    PageRevision,
    Relation,
    Release,
    Source,
    StatusAnswer,
    StatusQuestion,
    TimelineEntry,
)
from lore.models.neighbours import rerender
from lore.models.snapshot import snapshot_of
from lore.rendering import key_of
from lore.tasks import render_waiting_media

FOLDER = Path(__file__).resolve().parent
EDITOR_HANDLES = ["kael"]
SUMMARY = "Entered in the record."

Progress = Callable[[str], None]


@transaction.atomic
def load(progress: Progress, folder: Path = FOLDER) -> None:
    """Load sources, pages and ties of `folder`; twice changes nothing. Accounts and the
    catalogue are loaded before. Raises BadFile for a file that is not in the form."""
    make_editors()
    _load_sources(folder / "sources.toml")
    known = _known(load_categories(folder / "categories.toml"))
    load_media(folder / "media.toml", known.users)
    new = _new_files(read_pages(folder / "pages"))
    progress(f"Lore: {len(new)} new pages to enter")
    pages = _load_pages(new, known)
    _load_ties(folder / "relations.csv", {page.slug for page in pages}, known)
    _render(pages, progress)
    render_waiting_media.defer()
    progress(f"Lore: {Page.objects.count()} pages, {Relation.objects.count()} ties")


def make_editors() -> Group:
    """The groups that keep the wiki, with kael as chief editor."""
    make_groups()
    group = Group.objects.get(name=CHIEF_EDITOR)
    for user in get_user_model().objects.filter(handle__in=EDITOR_HANDLES):
        user.groups.add(group)
        if not user.is_staff:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
    return group


def _load_sources(path: Path) -> None:
    seasons = {season.code: season for season in Season.objects.all()}
    rows = [
        Source(
            key=key,
            publisher=given["publisher"],
            title=given["title"],
            url=given["url"],
            published_on=given["published"] or None,
            accessed_on=given["accessed"],
            is_official=given["official"],
            gate=seasons[given["gate"]] if "gate" in given else None,
        )
        for key, given in read_sources(path).items()
    ]
    Source.objects.bulk_create(rows, ignore_conflicts=True)


def _known(categories: dict[str, Category]) -> Known:
    return Known(
        users={user.handle: user for user in get_user_model().objects.all()},
        seasons={season.code: season for season in Season.objects.all()},
        items={item.slug: item for item in Item.objects.originals()},
        sources={source.key: source for source in Source.objects.all()},
        categories=categories,
        releases={release.key: release for release in Release.objects.all()},
    )


def _new_files(files: Iterable[PageFile]) -> list[PageFile]:
    taken = _taken_keys()
    return [file for file in files if file.slug not in taken]


def _taken_keys() -> set[str]:
    names = Page.objects.values_list("slug", "key")
    return {key for pair in names for key in pair} | set(
        PageAlias.objects.values_list("key", flat=True)
    )


def _load_pages(files: list[PageFile], known: Known) -> list[Page]:
    rows = [_checked_row(file, known) for file in files]
    _refuse_double_names(rows)
    pages = Page.objects.bulk_create(rows)
    pairs = list(zip(pages, files, strict=True))
    taken = _taken_keys()
    PageAlias.objects.bulk_create(
        PageAlias(page=page, title=title, key=key_of(title))
        for page, file in pairs
        for title in alias_titles(file, taken)
    )
    _load_releases(pairs, known)
    _load_claims(pairs, known)
    _load_questions(pairs)
    entries = [entry for page, file in pairs for entry in timeline_rows(page, file, known)]
    TimelineEntry.objects.bulk_create(entries)
    KeyFigure.objects.bulk_create(
        figure for page, file in pairs for figure in figure_rows(page, file, known)
    )
    _load_many(pairs, "items", "item", known.items)
    _load_many(pairs, "categories", "category", known.categories)
    return pages


def _load_many(
    pairs: list[tuple[Page, PageFile]], name: str, of: str, known: Mapping[str, Any]
) -> None:
    """What pages point at by the slugs under `name`; of what is not known nothing is written."""
    through = getattr(Page, name).through
    through.objects.bulk_create(
        through(page=page, **{of: known[slug]})
        for page, file in pairs
        for slug in file.head.get(name, [])
        if slug in known
    )


def _checked_row(file: PageFile, known: Known) -> Page:
    cited = {
        cited_key(given)
        for claim in file.head.get("claims", [])
        for given in claim.get("sources", [])
    } | {figure["source"] for figure in file.head.get("figures", [])}
    try:
        page = page_row(file, known)
    except KeyError as error:
        raise BadFile(f"{file.slug}.md: {error} is missing or not known.") from error
    if unknown := cited - known.sources.keys():
        raise BadFile(f"{file.slug}.md cites sources that do not exist: {sorted(unknown)}")
    return page


def _refuse_double_names(pages: list[Page]) -> None:
    taken = dict(Page.objects.values_list("key", "slug"))
    for page in pages:
        if page.key in taken:
            raise BadFile(
                f"{page.slug}.md: {taken[page.key]} has the title “{page.title}” already."
            )
        taken[page.key] = f"{page.slug}.md"


def _load_releases(pairs: list[tuple[Page, PageFile]], known: Known) -> None:
    rows = [row for page, file in pairs for row in release_rows(page, file)]
    known.releases.update({row.key: row for row in Release.objects.bulk_create(rows)})


def _load_claims(pairs: list[tuple[Page, PageFile]], known: Known) -> None:
    rows = [claim_rows(page, file, known) for page, file in pairs]
    Claim.objects.bulk_create(claim for claims, _ in rows for claim in claims)
    ClaimSource.objects.bulk_create(cited for _, all_cited in rows for cited in all_cited)


def _load_questions(pairs: list[tuple[Page, PageFile]]) -> None:
    rows = [question_rows(page, file) for page, file in pairs]
    StatusQuestion.objects.bulk_create(asked for questions, _ in rows for asked in questions)
    StatusAnswer.objects.bulk_create(past for _, earlier in rows for past in earlier)


def _load_ties(path: Path, new_slugs: set[str], known: Known) -> None:
    """Ties that touch a new page; those an editor removed from an old one stay away."""
    pages = {page.slug: page for page in Page.objects.only("pk", "slug")}
    rows = [
        Relation(
            from_page=pages[row["from"]],
            type=row["type"],
            to_page=pages[row["to"]],
            season=known.seasons.get(row["season"]),
            grade=row["grade"],
            source=known.sources.get(row["source"]),
            gate=known.seasons[row["gate"]] if row.get("gate") else None,
        )
        for row in read_ties(path)
        if {row["from"], row["to"]} & new_slugs and {row["from"], row["to"]} <= pages.keys()
    ]
    Relation.objects.bulk_create(rows, ignore_conflicts=True)


def _render(pages: list[Page], progress: Progress) -> None:
    revisions = []
    for count, page in enumerate(pages, start=1):
        page.render_body()
        revisions.append(
            PageRevision(
                page=page,
                number=1,
                snapshot=snapshot_of(page),
                summary=SUMMARY,
                author=page.author,
                at=page.revised_at,
                published_at=page.revised_at,
            )
        )
        if count % 25 == 0:
            progress(f"Lore: {count} of {len(pages)} pages rendered")
    PageRevision.objects.bulk_create(revisions)
    _render_older([page.pk for page in pages])


def _render_older(new: list[int]) -> None:
    """Red links of pages that were there before may lead somewhere now."""
    if new and Page.objects.exclude(pk__in=new).exists():
        rerender(list(Page.objects.filter(pk__in=new).values_list("slug", flat=True)))
