"""Two lists of rows: which row became which, and what changed in it."""

import json
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any

from .labels import UNTOLD, label_of, name_of, told
from .pairing import pairs
from .results import Row, RowField
from .sequences import spans
from .texts import paragraph, words_of

Rows = list[Any]
Places = dict[int, int]  # where a row stands now: where it stood before


def compare_rows(before: Rows, after: Rows) -> tuple[Row, ...]:
    """The rows that differ, in the order they have now, then those that went."""
    stood = _matched(before, after)
    moved = _moved(stood)
    now = [_row(before[stood[at]] if at in stood else None, row) for at, row in enumerate(after)]
    now = [
        Row("moved", row.name) if row.kind == "same" and at in moved else row
        for at, row in enumerate(now)
    ]
    known = set(stood.values())
    gone = [_row(row, None) for at, row in enumerate(before) if at not in known]
    return tuple(row for row in [*now, *gone] if row.kind != "same")


def _matched(before: Rows, after: Rows) -> Places:
    """Which row each row was: by its key, by all it says, by its name; without these by likeness.

    The label of a fact is its key.
    """
    stood: Places = {}
    for key_of in (_key, _content, name_of):
        stood |= _by(key_of, before, after, stood)
    if all(_key(row) is not None or isinstance(row, list) for row in [*before, *after]):
        return stood
    old, new = _left(before, set(stood.values())), _left(after, set(stood))
    alike = pairs(old, new, itemgetter(1))
    return stood | {b[0]: a[0] for a, b in alike if a is not None and b is not None}


def _by(key_of: Callable[[Any], Any], before: Rows, after: Rows, stood: Places) -> Places:
    """Rows not matched yet that have the same key; of several the first."""
    taken = set(stood.values())
    free = {key_of(row): at for at, row in reversed(list(enumerate(before))) if at not in taken}
    keys = {at: key_of(row) for at, row in enumerate(after) if at not in stood}
    return {at: free.pop(key) for at, key in keys.items() if key is not None and key in free}


def _key(row: Any) -> Any:
    return row.get("id") if isinstance(row, dict) else None


def _content(row: Any) -> str:
    if isinstance(row, dict):
        row = {name: value for name, value in row.items() if name not in UNTOLD}
    return json.dumps(row, sort_keys=True)


def _left(rows: Rows, taken: set[int]) -> list[tuple[int, frozenset[str]]]:
    return [(at, words_of(name_of(row))) for at, row in enumerate(rows) if at not in taken]


def _moved(stood: Places) -> set[int]:
    """Rows that stayed but stand among the others in another order."""
    now = sorted(stood)
    order = [stood[at] for at in now]
    changes = [span for span in spans(sorted(order), order) if not span.same]
    return {now[at] for span in changes for at in range(span.c, span.d)}


def _row(old: Any, new: Any) -> Row:
    """What a row became; None where there was or is none."""
    name = name_of(old if new is None else new)
    fields = tuple(_fields(_told_fields(old), _told_fields(new)))
    if isinstance(old, str) and name_of(new) == old:  # kept as a bare name once
        fields = ()
    if old is None or new is None:
        return Row("added" if old is None else "removed", name, fields)
    return Row("changed" if fields else "same", name, fields)


def _fields(old: dict[str, str], new: dict[str, str]) -> Iterator[RowField]:
    """The fields that differ, under their labels."""
    for key in dict.fromkeys([*new, *old]):
        before, after = old.get(key, ""), new.get(key, "")
        if before != after:
            yield RowField(label_of(key) if key else "", paragraph(before, after))


def _told_fields(row: Any) -> dict[str, str]:
    if isinstance(row, dict):
        return {key: told(value, key) for key, value in row.items() if key not in UNTOLD}
    if isinstance(row, list) and row:
        return {"": told(row[1:])}
    return {} if row is None else {"": told(row)}
