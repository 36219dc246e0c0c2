"""Pages of a folder put into the tables: new ones in bulk, others row by row."""

from collections.abc import Callable
from typing import Any

from django.db import models

from lore.exchange.checking import Written, model_of
from lore.exchange.names import Names
from lore.exchange.problems import Problem
from lore.models import Page, PageAlias, PageRevision, Status
from lore.models.parts import MANY, OWN, ROWS, Rows
from lore.models.restoring import lay
from lore.models.snapshot import Snapshot, snapshots_of
from lore.rendering import key_of

AT_ONCE = 100  # pages
SUMMARY = "Entered in the record."
Progress = Callable[[str], None]


def enter_pages(written: list[Written], names: Names, progress: Progress) -> list[Page]:
    """New pages with all that belongs to them, rendered, each with its first revision."""
    pages = Page.objects.bulk_create(_page(one, names) for one in written)
    names.learn("lore.Page", "slug", {page.slug: page for page in pages})
    owners = list(zip(pages, (one.snapshot for one in written), strict=True))
    for rows in ROWS:
        laid = _enter_rows(Page, owners, rows, names)
        if rows.name == "releases":
            names.learn("lore.Release", "key", {row.key: row for row in laid})
    for many in MANY:
        _enter_many(owners, many, names)
    _render(pages, written, progress)
    return pages


def _page(one: Written, names: Names) -> Page:
    values = {f.attribute: f.form.give(one.snapshot[f.name], names) for f in OWN}
    page = Page(**values, status=one.status, publish_at=one.publish_at, revised_at=one.revised_at)
    page.name_itself()
    return page


def _enter_rows(
    owner: type[models.Model], owners: list[tuple[Any, Snapshot]], rows: Rows, names: Names
) -> list[Any]:
    model = model_of(owner, rows)
    relation: Any = owner._meta.get_field(rows.relation)
    pairs = [
        (_row(model, rows, kept, {relation.field.name: page}, names), kept)
        for page, snapshot in owners
        for kept in snapshot[rows.name]
    ]
    made = model._default_manager.bulk_create([row for row, _ in pairs])
    for below in rows.below:
        _enter_rows(model, pairs, below, names)
    return list(made)


def _row(model: Any, rows: Rows, kept: Snapshot, owner: dict[str, Any], names: Names) -> Any:
    values = {f.attribute: f.form.give(kept[f.name], names) for f in rows.fields if f.name in kept}
    row = model(**owner, **values)
    if isinstance(row, PageAlias):
        row.key = key_of(row.title)
    return row


def _enter_many(owners: list[tuple[Page, Snapshot]], many: Any, names: Names) -> None:
    through: Any = getattr(Page, many.name).through
    target = Page._meta.get_field(many.name).m2m_reverse_field_name()  # type: ignore[union-attr]
    through.objects.bulk_create(
        through(page=page, **{target: names.find(many.to, name)})
        for page, snapshot in owners
        for name in snapshot[many.name]
    )


def _render(pages: list[Page], written: list[Written], progress: Progress) -> None:
    for start in range(0, len(pages), AT_ONCE):
        some = pages[start : start + AT_ONCE]
        for page in some:
            page.render_body()
        _keep_first(some, written[start : start + AT_ONCE])
        progress(f"{start + len(some)} of {len(pages)} pages rendered")


def _keep_first(pages: list[Page], written: list[Written]) -> None:
    """The first revision of each page; of those that readers have, it is what they have."""
    snapshots = snapshots_of(pages)
    PageRevision.objects.bulk_create(
        PageRevision(
            page=page,
            number=1,
            snapshot=snapshots[page.pk],
            summary=SUMMARY,
            author=page.author,
            at=one.revised_at,
            published_at=one.revised_at if page.status == Status.PUBLISHED else None,
        )
        for page, one in zip(pages, written, strict=True)
    )


def renew_page(page: Page, one: Written, summary: str) -> list[Problem]:
    """Make a page that is there say what its file says, as a revision of its own."""
    lost = lay(page, one.snapshot)
    page.refresh_from_db()
    page.status, page.publish_at = one.status, one.publish_at
    page.save()
    page.revise(page.author, summary)
    Page.objects.filter(pk=page.pk).update(revised_at=one.revised_at)
    return [Problem(one.file.name, 0, text) for text in lost]
