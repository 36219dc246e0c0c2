"""One line of a file as values of fields, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalog.importing.cells import unguarded
from catalog.importing.columns import KEYS, NEEDED, READERS, Header
from catalog.importing.table import Line, Table
from catalog.models import Item, Shelf

READ_BY = {**READERS, **KEYS}
NEVER_ERASED = {"name", "uses_epic_ip", "never_in_shop"}


class Problem(NamedTuple):
    line: int
    column: str  # as the file calls it; empty for the line as a whole
    sentence: str


@dataclass
class Row:
    """`keys` and `values` by the names of columns.py; `empty` names fields without a word."""

    line: int
    name: str = ""
    keys: dict[str, Any] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    empty: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def shelf(self) -> str:
        """As it says; a row with an id in the game is a record, another a piece of ours."""
        usual = Shelf.ARCHIVE if self.keys.get("game_id") else Shelf.ORIGINALS
        return self.keys.get("shelf") or usual

    @property
    def key(self) -> tuple[str, str]:
        """What the item is recognised by; ("slug", "") where the row does not say."""
        if self.shelf == Shelf.ARCHIVE and self.keys.get("game_id"):
            return "game_id", self.keys["game_id"]
        return "slug", self.keys.get("slug", "")

    def refuse(self, column: str, sentence: str) -> None:
        self.problems.append(Problem(self.line, column, sentence))


def read_rows(table: Table, header: Header, erases: bool) -> Iterator[Row]:
    """Every row of the file. With `erases` an empty cell is a value: none."""
    for line in table.lines:
        row = _read(line, header)
        if erases:
            row.values |= {name: _blank(name) for name in row.empty if name not in NEVER_ERASED}
            row.empty = []
        yield row


def _read(line: Line, header: Header) -> Row:
    number, cells = line
    row = Row(number)
    wanted = len(header.names)
    if len(cells) != wanted:
        row.refuse("", f"Has {len(cells)} cells where the header has {wanted}.")
    for name, word, cell in zip(header.names, header.words, cells, strict=False):
        if name:
            _read_cell(row, name, word, unguarded(cell).strip(" \t\r\n"))
    return row


def _read_cell(row: Row, name: str, word: str, text: str) -> None:
    if name == "name":
        row.name = text
    if not text:
        _note_empty(row, name, word)
        return
    try:
        value = READ_BY[name](text)
    except ValueError as error:
        row.refuse(word, str(error))
        return
    (row.keys if name in KEYS else row.values)[name] = value


def _note_empty(row: Row, name: str, word: str) -> None:
    if name in NEEDED:
        row.refuse(word, "Is empty, and has to be known.")
    elif name in READERS:
        row.empty.append(name)


def _blank(name: str) -> Any:
    return None if Item._meta.get_field(name).null else ""  # type: ignore[union-attr]
