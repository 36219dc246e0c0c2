"""Finding what a snapshot names: seasons, pieces, sources, pages and keepers by their own names."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from lore.models.parts import MANY, OWN, ROWS, Field, Named, Rows
from lore.rendering import key_of


class Unknown(LookupError):
    """A snapshot names something that is not there any more; says so in a sentence."""


class Known:
    """The rows of other tables that a snapshot names: one statement for each kind of them."""

    def __init__(self, snapshot: dict[str, Any]) -> None:
        wanted: dict[tuple[str, str], set[str]] = {}
        for to, name in _names_in(snapshot):
            wanted.setdefault((to.to, to.by), set()).add(name)
        self._found = {kind: _look_up(*kind, names) for kind, names in wanted.items()}

    def find(self, to: Named, name: str) -> Any:
        """The row of that name, or None. Raises Unknown where it may not be left out."""
        found = self._found[to.to, to.by].get(name)
        if found is None:  # it may have been laid only now, as a release that others wait for
            found = _look_up(to.to, to.by, {name}).get(name)
        if found is None and not to.optional:
            raise Unknown(f"“{name}” is not there any more.")
        return found


def _look_up(model: str, by: str, names: set[str]) -> dict[str, Any]:
    rows = apps.get_model(model)._default_manager.all()
    if model == "lore.Page":
        rows = rows.only("slug", "title")  # texts are long, and here only the row is meant
    found = {getattr(row, by): row for row in rows.filter(**{f"{by}__in": names})}
    for name in names - found.keys() if model == "lore.Page" else ():
        found[name] = rows.named(key_of(name)).first()  # type: ignore[attr-defined]
    return found


def _names_in(snapshot: dict[str, Any]) -> Iterator[tuple[Named, str]]:
    yield from _of_fields(snapshot, OWN)
    for many in MANY:
        yield from ((many.to, name) for name in snapshot.get(many.name, []))
    for rows in ROWS:
        yield from _of_rows(snapshot.get(rows.name, []), rows)


def _of_rows(kept: list[Any], rows: Rows) -> Iterator[tuple[Named, str]]:
    for row in kept:
        if isinstance(row, dict):
            yield from _of_fields(row, rows.fields)
            for below in rows.below:
                yield from _of_rows(row.get(below.name, []), below)


def _of_fields(row: dict[str, Any], fields: tuple[Field, ...]) -> Iterator[tuple[Named, str]]:
    for field in fields:
        if isinstance(field.form, Named) and row.get(field.name):
            yield field.form, row[field.name]
