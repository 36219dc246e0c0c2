"""Front matter and snapshots: the same page, spelt for people and spelt for the database.

What a page is made of is listed in models/parts.py; here stands only what is spelt otherwise in a
file. What is empty is left out of a file, and read as empty.
"""

import datetime as dt
from collections.abc import Container
from typing import Any

from lore.models.choices import Precision
from lore.models.parts import MANY, OWN, ROWS, Day, Field, Rows
from lore.models.snapshot import Snapshot

# A part or a field of a snapshot, and its name in a file.
SPELT = {
    "written_on": "written",
    "released_on": "released",
    "ends_on": "ends",
    "where_to_watch": "where",
    "watch_url": "url",
}
# What the oldest files say instead. In claims and figures, "season" once meant the gate.
FORMERLY = {"status": "questions"}
FORMER_GATES = {"claims": ("season", "release"), "figures": ("season", "release"),
                "timeline": ("release",)}  # fmt: skip
GATES = ("gate", "gate_release")
# The date that a precision belongs to.
DATED = {"timeline": "date", "releases": "released_on"}
FIRST_PLACE = {"releases": 1}
RENAMED = "renamed"
# What a file says beside the words of the page.
Path = tuple[str | int, ...]  # of a value in the front matter
# `address` is that of a page that work in hand renames.
STANDING = ("state", "public_from", "revised", "address")
APART = ("slug", "body", "infobox")


class BadValue(ValueError):
    """A value is not in the form: where it stands in the front matter, and what is wrong."""

    def __init__(self, path: Path, text: str) -> None:
        super().__init__(text)
        self.path = path


# --- out -------------------------------------------------------------------------------------
def to_head(snapshot: Snapshot) -> dict[str, Any]:
    """The front matter of a snapshot, without its keys, its address and its body."""
    head = {
        _spelt(f.name): _out(f, snapshot[f.name])
        for f in OWN
        if f.name not in APART and snapshot[f.name] not in ("", None)
    }
    names = [alias["title"] for alias in snapshot["aliases"] if alias["reason"] != RENAMED]
    former = [alias["title"] for alias in snapshot["aliases"] if alias["reason"] == RENAMED]
    lists = {"aliases": sorted(names), "former_names": sorted(former)}
    lists |= {many.name: snapshot[many.name] for many in MANY}
    head |= {name: values for name, values in lists.items() if values}
    if snapshot["infobox"]:
        head["infobox"] = _infobox(snapshot["infobox"])
    for rows in ROWS:
        if rows.name != "aliases" and snapshot[rows.name]:
            head[_spelt(rows.name)] = _rows_out(rows, snapshot[rows.name])
    return head


def _infobox(pairs: Any) -> dict[str, str] | list[list[str]]:
    """A table where no label stands twice, else the pairs."""
    table = dict(pairs)
    return table if len(table) == len(pairs) else pairs


def _rows_out(rows: Rows, kept: list[Snapshot]) -> list[Any]:
    return [
        _row_out(rows, row, place) for place, row in enumerate(kept, FIRST_PLACE.get(rows.name, 0))
    ]


def _row_out(rows: Rows, row: Snapshot, place: int) -> Any:
    # Older snapshots have no place of a source and no gate of a question.
    plain = {_spelt(f.name): _out(f, row[f.name]) for f in rows.fields
             if f.name not in GATES and row.get(f.name) not in ("", None)}  # fmt: skip
    if plain.get("position") == place:
        del plain["position"]
    if rows.name in DATED:
        _round(plain, _spelt(DATED[rows.name]))
    if gate := row.get("gate") or row.get("gate_release"):
        plain["gate"] = gate
    below = {b.name: _rows_out(b, row[b.name]) for b in rows.below if row[b.name]}
    if rows.name == "sources":
        key = plain.pop("source")
        return {"key": key, **plain} if plain else key
    return {**plain, **below}


def _round(plain: dict[str, Any], name: str) -> None:
    """A month or a year is written as such, where the day says nothing."""
    date, precision = plain.get(name), plain["precision"]
    short = {Precision.MONTH: 7, Precision.YEAR: 4}
    if date and precision in short:
        rounded = date.isoformat()[: short[precision]]
        if read_date(rounded) == (date, precision):
            plain[name] = rounded
            del plain["precision"]
    elif precision == Precision.DAY:
        del plain["precision"]


def _out(field: Field, value: Any) -> Any:
    return dt.date.fromisoformat(value) if isinstance(field.form, Day) else value


def _spelt(name: str) -> str:
    return SPELT.get(name, name)


# --- in --------------------------------------------------------------------------------------
def from_head(head: dict[str, Any], slug: str, body: str, seasons: Container[str]) -> Snapshot:
    """The snapshot that a file means. Raises BadValue for what cannot be one."""
    head = {FORMERLY.get(name, name): value for name, value in head.items()}
    _refuse_unknown(head, (), _known_keys())
    snapshot: Snapshot = {"slug": slug, "body": body}
    for field in OWN:
        if field.name not in APART:
            name = _spelt(field.name)
            snapshot[field.name] = _in(field, head.get(name, ""), (name,))
    snapshot["infobox"] = _infobox_in(head.get("infobox", {}))
    for many in MANY:
        snapshot[many.name] = sorted(set(_texts(head, many.name)))
    snapshot["aliases"] = [
        *({"title": name, "reason": "name"} for name in _texts(head, "aliases")),
        *({"title": name, "reason": RENAMED} for name in _texts(head, "former_names")),
    ]
    for rows in ROWS:
        if rows.name != "aliases":
            name = _spelt(rows.name)
            snapshot[rows.name] = _rows_in(rows, head.get(name, []), (name,), seasons)
    return snapshot


def _known_keys() -> set[str]:
    own = {_spelt(f.name) for f in OWN if f.name not in APART}
    many = {many.name for many in MANY} | {_spelt(rows.name) for rows in ROWS}
    return {*own, *many, "infobox", "former_names", *STANDING}


def _refuse_unknown(given: dict[str, Any], path: Path, known: set[str]) -> None:
    for name in given:
        if name not in known:
            raise BadValue((*path, name), f"“{name[:40]}” is not a key of this form.")


def _infobox_in(given: Any) -> list[list[str]]:
    pairs = list(given.items()) if isinstance(given, dict) else given
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        raise BadValue(("infobox",), "The infobox is a table of labels and values.")
    return [[str(label), str(value)] for label, value in pairs]


def _is_pair(given: Any) -> bool:
    return (
        isinstance(given, list | tuple)
        and len(given) == 2
        and not isinstance(given[1], dict | list)
    )


def _texts(head: dict[str, Any], name: str) -> list[str]:
    values = head.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise BadValue((name,), f"“{name}” is a list of texts.")
    return values


def _rows_in(rows: Rows, given: Any, path: Path, seasons: Container[str]) -> list[Snapshot]:
    many = [given] if isinstance(given, dict) else given
    if not isinstance(many, list):
        raise BadValue(path, f"“{path[-1]}” is a list of tables.")
    first = FIRST_PLACE.get(rows.name, 0)
    return [_row_in(rows, row, first + n, (*path, n), seasons) for n, row in enumerate(many)]


def _row_in(rows: Rows, given: Any, place: int, path: Path, seasons: Container[str]) -> Snapshot:
    given = _with_gate(rows, _table(rows, given, path), seasons)
    if rows.name in DATED:
        _unround(given, _spelt(DATED[rows.name]), path)
    _refuse_unknown(given, path, {*map(_key, rows.fields), *(b.name for b in rows.below)})
    given.setdefault("position", place)
    row = {f.name: _in(f, given.get(_key(f), ""), (*path, _key(f))) for f in rows.fields}
    for below in rows.below:
        row[below.name] = _rows_in(below, given.get(below.name, []), (*path, below.name), seasons)
    return row


def _key(field: Field) -> str:
    return _spelt(field.name)


def _table(rows: Rows, given: Any, path: Path) -> dict[str, Any]:
    """A row as a table of its own; a source may be only its key."""
    if rows.name == "sources" and isinstance(given, str):
        return {"source": given}
    if not isinstance(given, dict):
        raise BadValue(path, f"Each of “{path[-2]}” is a table.")
    if rows.name == "sources":
        return {"source" if name == "key" else name: value for name, value in given.items()}
    return dict(given)


def _with_gate(rows: Rows, given: dict[str, Any], seasons: Container[str]) -> dict[str, Any]:
    """One gate in a file, a season's code or a release's key, is two fields in a snapshot."""
    gates = [given.pop(name, "") for name in ("gate", *FORMER_GATES.get(rows.name, ()))]
    gate = next((gate for gate in gates if gate), "")
    if gate:
        given["gate" if gate in seasons else "gate_release"] = gate
    return given


def _unround(given: dict[str, Any], name: str, path: Path) -> None:
    if given.get(name, "") == "":
        given.setdefault("precision", Precision.DAY.value)
        return
    try:
        date, precision = read_date(given[name])
    except ValueError as error:
        raise BadValue((*path, name), 'A date is 2019-02-28, "2019-02" or "2019".') from error
    given[name] = date
    given.setdefault("precision", precision.value)


def read_date(value: dt.date | str) -> tuple[dt.date, Precision]:
    """2019-02-28, "2019-02" or "2019": the first day it may mean, and how much of it is known."""
    if isinstance(value, dt.date):
        return value, Precision.DAY
    parts = [int(part) for part in str(value).split("-")]
    if len(parts) > 3:
        raise ValueError("too many parts")
    precision = [Precision.YEAR, Precision.MONTH, Precision.DAY][len(parts) - 1]
    return dt.date(*[*parts, 1, 1][:3]), precision


def _in(field: Field, value: Any, path: Path) -> Any:
    if isinstance(field.form, Day):
        return _day(value, path)
    if isinstance(value, bool | list | dict | dt.date | dt.time):
        raise BadValue(path, f"“{path[-1]}” is a text.")
    return value if field.name == "position" else str(value)


def _day(value: Any, path: Path) -> str:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(value).isoformat() if value else ""
    except (TypeError, ValueError) as error:
        raise BadValue(path, f"“{path[-1]}” is a date such as 2026-11-21.") from error
