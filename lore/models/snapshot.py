"""Everything an editor can change about a page, as plain data: what a revision keeps.

What there is to keep is listed in `parts`; `restoring.lay` is the way back. Where a page stands,
its status and its time, is no part of what it says.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps

from lore.models.parts import MANY, OWN, ROWS, Field, Many, Named, Rows

if TYPE_CHECKING:
    from lore.models.page import Page

Snapshot = dict[str, Any]


def snapshot_of(page: "Page") -> Snapshot:
    """`page` and what belongs to it; rows with their keys, all else by its own name."""
    return {
        **values_of(page, OWN),
        **{many.name: names_of(page, many) for many in MANY},
        **{rows.name: take_rows(page, rows) for rows in ROWS},
    }


def snapshots_of(pages: Sequence["Page"]) -> dict[int, Snapshot]:
    """The snapshots of many pages by their keys, in as many statements as that of one."""
    kept: dict[int, Snapshot] = {page.pk: values_of(page, OWN) for page in pages}
    for many in MANY:
        _take_many(kept, many)
    for rows in ROWS:
        relation = _field(rows.relation)
        for snapshot in kept.values():
            snapshot[rows.name] = []
        owner = relation.field.attname
        found = relation.related_model._default_manager.filter(**{f"{owner}__in": kept})
        for row in _with_named(found, rows):
            kept[getattr(row, owner)][rows.name].append(_row(row, rows))
    return kept


def _take_many(kept: dict[int, Snapshot], many: Many) -> None:
    field = _field(many.name)
    name = f"{field.m2m_reverse_field_name()}__{many.to.by}"
    pairs = field.remote_field.through.objects.filter(page__in=kept).values_list("page_id", name)
    for snapshot in kept.values():
        snapshot[many.name] = []
    for page, one in sorted(pairs):
        kept[page][many.name].append(one)


def _field(name: str) -> Any:
    return apps.get_model("lore", "Page")._meta.get_field(name)


def names_of(page: "Page", many: Many) -> list[str]:
    return sorted(getattr(page, many.name).values_list(many.to.by, flat=True))


def take_rows(owner: Any, rows: Rows) -> list[Snapshot]:
    """The rows of one kind that belong to `owner`, in the order in which they are shown."""
    return [_row(row, rows) for row in _with_named(getattr(owner, rows.relation), rows)]


def _with_named(kept: Any, rows: Rows) -> Any:
    """The rows with what they name, and with what lies below them."""
    deeper = [f"{b.relation}__{name}" for b in rows.below for name in _named(b)]
    below = [b.relation for b in rows.below]
    return kept.select_related(*_named(rows)).prefetch_related(*below, *deeper)


def _row(row: Any, rows: Rows) -> Snapshot:
    below = {b.name: [_row(r, b) for r in getattr(row, b.relation).all()] for b in rows.below}
    return {"id": row.pk, **values_of(row, rows.fields), **below}


def values_of(row: Any, fields: tuple[Field, ...]) -> Snapshot:
    return {f.name: f.form.take(getattr(row, f.attribute)) for f in fields}


def _named(rows: Rows) -> list[str]:
    return [f.attribute for f in rows.fields if isinstance(f.form, Named)]


def titles_of(aliases: list[Any]) -> list[str]:
    """The names in a snapshot's aliases; the oldest snapshots keep bare names."""
    return sorted(alias if isinstance(alias, str) else alias["title"] for alias in aliases)
