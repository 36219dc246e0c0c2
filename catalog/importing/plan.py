"""Each row beside the book: new, changed, unchanged or refused. Nothing is written here."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint
from django.utils import timezone

from catalog.importing.book import Book
from catalog.importing.columns import OF_ORIGINALS, Header
from catalog.importing.rows import Problem, Row, read_rows
from catalog.importing.table import Table
from catalog.models import Item, Shelf

CHECKS = [one for one in Item._meta.constraints if isinstance(one, CheckConstraint)]


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass
class Outcome:
    """What becomes of a row: `changes` is field to (before, after), on an item that is there."""

    row: Row
    item: Item
    is_new: bool = False
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def verdict(self) -> Verdict:
        if self.row.problems:
            return Verdict.REFUSED
        if self.is_new:
            return Verdict.NEW
        return Verdict.CHANGED if self.changes else Verdict.UNCHANGED

    def put(self, name: str, value: Any) -> None:
        before = getattr(self.item, name)
        if before != value:
            self.changes[name] = (before, value)
            setattr(self.item, name, value)


class Plan:
    """`outcomes` in the order of the file, and what it could not know on the way."""

    def __init__(self, table: Table, erases: bool, lock: bool = False) -> None:
        self.header = Header.of(table)
        self.rows = list(read_rows(table, self.header, erases))
        self.book = Book(self.rows, lock)
        self.unknown_seasons: Counter[str] = Counter()
        self.kept_cells = 0
        self._seen: dict[tuple[str, Any], int] = {}
        self.outcomes = [self._outcome(row) for row in self.rows]
        self.book.slugs |= {row.keys["slug"] for row in self.rows if "slug" in row.keys}
        for outcome in self.of(Verdict.NEW):
            outcome.item.slug = outcome.item.slug or self.book.free_slug(outcome.item)

    def of(self, verdict: Verdict) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.verdict == verdict]

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]

    def _outcome(self, row: Row) -> Outcome:
        found = self.book.find(row)
        outcome = Outcome(row, found or Item(shelf=row.shelf), is_new=found is None)
        self._refuse_doubles(row)
        self._check_keys(row, found)
        if not row.problems:
            self._put_all(outcome)
            self._check_rules(outcome)
        return outcome

    def _refuse(self, row: Row, name: str, sentence: str) -> None:
        row.refuse(self.header.word(name), sentence)

    # --- keys ---------------------------------------------------------------------------------
    def _refuse_doubles(self, row: Row) -> None:
        """The same key on two lines: which of them is meant, nobody can know."""
        if not row.key[1]:
            row.refuse("", "Has neither game_id nor slug to know the item by.")
        for name in ("game_id", "slug", "accession"):
            value = row.keys.get(name)
            if value and (first := self._seen.setdefault((name, value), row.line)) != row.line:
                self._refuse(row, name, f"Is on line {first} already.")

    def _check_keys(self, row: Row, found: Item | None) -> None:
        if row.shelf == Shelf.ORIGINALS and row.keys.get("game_id"):
            self._refuse(row, "game_id", "An Original has no id in the game.")
        if found is None:
            self._check_new_keys(row)
            return
        if found.shelf != row.shelf:
            self._refuse(row, row.key[0], f"Belongs to {found.name}, on the other shelf.")
        for name in ("slug", "accession"):
            if row.keys.get(name) not in (None, getattr(found, name)):
                is_now = getattr(found, name)
                self._refuse(row, name, f"Is {is_now} in the book, and does not change.")

    def _check_new_keys(self, row: Row) -> None:
        for name, taken in (("slug", self.book.slugs), ("accession", self.book.accessions)):
            if row.keys.get(name) in taken:
                self._refuse(row, name, "Belongs to another item.")

    # --- facts --------------------------------------------------------------------------------
    def _put_all(self, outcome: Outcome) -> None:
        row, item = outcome.row, outcome.item
        for name, value in {**row.values, **self._looked_up(row)}.items():
            outcome.put(name, value)
        self.kept_cells += sum(bool(getattr(item, name)) for name in row.empty)
        if outcome.is_new:
            item.slug = row.keys.get("slug", "")
            item.accession = row.keys.get("accession")  # type: ignore[assignment]
            if item.is_archive:
                item.entered_on = item.entered_on or timezone.localdate()

    def _looked_up(self, row: Row) -> dict[str, Any]:
        """Fields whose cell names something else: a kind, a season, a set, the game's id."""
        kind, word = row.keys["kind"]
        found = {"kind": kind, "kind_word": word}
        if row.keys.get("game_id"):
            found["game_id"] = row.keys["game_id"]
        season, set_name = row.keys.get("season"), row.keys.get("item_set")
        if season in self.book.seasons:
            found["season_id"] = self.book.seasons[season]
        elif season:
            self.unknown_seasons[season] += 1
        if set_name in self.book.sets:
            found["item_set_id"] = self.book.sets[set_name]
        elif set_name:
            self._refuse(row, "item_set", "There is no such set. Sets are made on their own page.")
        return found

    def _check_rules(self, outcome: Outcome) -> None:
        """The rules of the database as sentences, before the database says them its way."""
        row, item = outcome.row, outcome.item
        if item.is_archive:
            for name in sorted(OF_ORIGINALS):
                if row.values.get(name):
                    self._refuse(row, name, "An Archive record is never for sale.")
        elif outcome.is_new or outcome.changes:
            for check in CHECKS:
                try:
                    check.validate(Item, item)
                except ValidationError as error:
                    row.refuse("", error.messages[0])
