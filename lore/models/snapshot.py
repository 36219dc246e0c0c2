"""Everything an editor can change about a page, as plain data: what a revision keeps.

What there is to keep is listed in `parts`; `restoring.lay` is the way back. Where a page stands,
its status and its time, is no part of what it says.
"""

from typing import TYPE_CHECKING, Any

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


def names_of(page: "Page", many: Many) -> list[str]:
    return sorted(getattr(page, many.name).values_list(many.to.by, flat=True))


def take_rows(owner: Any, rows: Rows) -> list[Snapshot]:
    """The rows of one kind that belong to `owner`, in the order in which they are shown."""
    kept = getattr(owner, rows.relation).select_related(*_named(rows))
    deeper = [f"{b.relation}__{name}" for b in rows.below for name in _named(b)]
    kept = kept.prefetch_related(*[b.relation for b in rows.below], *deeper)
    return [_row(row, rows) for row in kept]


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
