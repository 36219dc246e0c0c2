"""The way back from a snapshot: a page and its rows say again what a snapshot says.

Where a page stands (its status, its time) is a matter of its verbs and is left alone; so is what
is drawn from its words: `revise` and `render_body` do that.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from lore.models.known import Known, Unknown
from lore.models.naming import hold_names
from lore.models.parts import MANY, OWN, ROWS, Many, Rows
from lore.models.snapshot import Snapshot, names_of, take_rows, values_of
from lore.rendering import key_of

if TYPE_CHECKING:
    from lore.models.page import Page


@transaction.atomic
def lay(page: "Page", snapshot: Snapshot) -> list[str]:
    """Make `page` and its rows say what `snapshot` says; what could not be carried, in words.

    Rows keep their own keys, so `snapshot` must come from this database, or without ids. Other
    names are added and never taken away. A part the snapshot does not have is left as it is.
    """
    known = Known(snapshot)
    lost = _lay_own(page, snapshot, known)
    for many in MANY:
        if many.name in snapshot:
            lost += _lay_many(page, many, snapshot[many.name], known)
    for rows in ROWS:
        if rows.name in snapshot:
            lost += _lay_rows(page, rows, snapshot[rows.name], known)
    return lost


# --- the page itself -------------------------------------------------------------------------
def _lay_own(page: "Page", snapshot: Snapshot, known: Known) -> list[str]:
    now = values_of(page, OWN)
    lost = _names_of_others(page, snapshot)
    wanted = {name: snapshot[name] for name in now if name in snapshot and name not in lost}
    if any(now[name] != kept for name, kept in wanted.items()):
        for field in OWN:
            if field.name in wanted:
                try:
                    value = field.form.give(wanted[field.name], known)
                except Unknown as error:
                    lost[field.name] = str(error)
                else:
                    setattr(page, field.attribute, value)
        page.save()
    return list(lost.values())


def _names_of_others(page: "Page", snapshot: Snapshot) -> dict[str, str]:
    """What of title and address belongs to another page by now: there the page keeps its own."""
    now = {"title": page.title, "slug": page.slug}
    new = {name: snapshot[name] for name in now if snapshot.get(name, now[name]) != now[name]}
    if not new:
        return {}
    hold_names()
    others = type(page).objects.exclude(pk=page.pk)
    taken = [name for name, value in new.items() if others.named(key_of(value)).exists()]
    words = {"title": "title", "slug": "address"}
    return {name: f"The {words[name]} “{new[name]}” is another page's by now." for name in taken}


def _lay_many(page: "Page", many: Many, names: list[str], known: Known) -> list[str]:
    if names == names_of(page, many):
        return []
    found = {name: known.find(many.to, name) for name in names}
    getattr(page, many.name).set([row for row in found.values() if row])
    return [f"“{name}” is not there any more." for name, row in found.items() if not row]


# --- rows ------------------------------------------------------------------------------------
def _lay_rows(owner: Any, rows: Rows, wanted: list[Any], known: Known) -> list[str]:
    """Make the rows of one kind under `owner` those of `wanted`, in place where they are."""
    manager = getattr(owner, rows.relation)
    before = {row["id"]: row for row in take_rows(owner, rows)}
    kept = _with_ids([_whole(row, n, rows) for n, row in enumerate(wanted)], before, rows)
    stay = {row["id"] for row in kept if not rows.remade or _says(before, row, rows)}
    if not rows.only_added:
        manager.filter(pk__in=before.keys() - stay).delete()
    there = manager.in_bulk()
    lost: list[str] = []
    for row in kept:
        try:
            laid = _lay_row(there.get(row["id"]), row, manager, rows, before, known)
        except (Unknown, ValidationError) as error:
            lost += getattr(error, "messages", [str(error)])
        else:
            for below in rows.below:
                lost += _lay_rows(laid, below, row.get(below.name, []), known)
    return lost


def _lay_row(
    row: Any, kept: Snapshot, manager: Any, rows: Rows, before: dict[int, Snapshot], known: Known
) -> Any:
    """The row that says what is `kept`, in its place or new. Raises Unknown, ValidationError."""
    if row and _says(before, kept, rows):
        return row
    is_new = row is None
    row = row or manager.model(pk=_free(kept["id"], manager.model), **manager.core_filters)
    for field in rows.fields:
        if field.name in kept:
            setattr(row, field.attribute, field.form.give(kept[field.name], known))
    row.clean()
    row.save(force_insert=is_new)
    return row


def _whole(row: Any, place: int, rows: Rows) -> Snapshot:
    """The oldest snapshots keep names without their reason, and claims without their place."""
    whole = {"title": row} if isinstance(row, str) else dict(row)
    if any(field.name == "position" for field in rows.fields):
        whole.setdefault("position", place)
    return whole


def _with_ids(wanted: list[Snapshot], before: dict[int, Snapshot], rows: Rows) -> list[Snapshot]:
    """Rows without a key take that of a row which says the same and is nobody else's."""
    free = before.keys() - {row.get("id") for row in wanted}
    for row in wanted:
        if "id" not in row:
            same = (key for key in sorted(free) if _says(before, {**row, "id": key}, rows))
            row["id"] = next(same, None)
            free -= {row["id"]}
    return wanted


def _says(before: dict[int, Snapshot], row: Snapshot, rows: Rows) -> bool:
    now = before.get(row["id"])
    names = [field.name for field in rows.fields if field.name in row]
    return now is not None and all(now[name] == row[name] for name in names)


def _free(key: int | None, model: Any) -> int | None:
    """`key`, unless a row of another page bears it; None lets the database number the row."""
    return None if model._default_manager.filter(pk=key).exists() else key
