"""Numbers that may mean something to whoever chooses one, among those that are free."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from django.utils.formats import date_format

from catalog.models import Item
from payments.models.numbering import free_stretches

MOST_IDEAS = 12
MOST_STRETCHES = 24
ROUND = (10, 25, 50, 100, 250, 500, 1000, 2500, 5000)
ALIKE = (7, 11, 77, 111, 222, 333, 777, 1111)

Stretch = tuple[int, int]


class Idea(NamedTuple):
    """A free number, and why one might want it."""

    serial: int
    why: str


class Free:
    """The free numbers of a limited edition as this buyer may choose them."""

    def __init__(self, item: Item, buyer: Any) -> None:
        self.item = item
        self.stretches: list[Stretch] = list(free_stretches(item, buyer))

    @property
    def shown(self) -> list[Stretch]:
        """The first of its stretches; an edition in tatters has more than a page takes."""
        return self.stretches[:MOST_STRETCHES]

    @property
    def count(self) -> int:
        return sum(last - first + 1 for first, last in self.stretches)

    @property
    def hidden(self) -> int:
        """How many free numbers are in none of the stretches shown."""
        return sum(last - first + 1 for first, last in self.stretches[MOST_STRETCHES:])

    def ideas(self, day: date | None = None) -> list[Idea]:
        """A few of them with a meaning, those of `day` first; nothing is kept of it."""
        readings = of_day(day, date_format(day, "j F")) if day else ()
        ideas: dict[int, Idea] = {}
        for idea in chain(readings, self._of_piece()):
            if self._has(idea.serial):
                ideas.setdefault(idea.serial, idea)
        return list(ideas.values())[:MOST_IDEAS]

    def _has(self, serial: int) -> bool:
        return any(first <= serial <= last for first, last in self.stretches)

    def _of_piece(self) -> Iterator[Idea]:
        if self.stretches:
            yield Idea(self.stretches[0][0], "the lowest free")
            yield Idea(self.stretches[-1][1], "the highest free")
        yield Idea(self.item.accession, "its number in the book of the house")
        if self.item.opens_at:
            opened = self.item.opens_at.date()
            yield from of_day(opened, f"opened on {date_format(opened, 'j F')}")
        if self.item.season:
            yield Idea(self.item.season.number, f"season {self.item.season.code}")
        yield from _each(ALIKE, "figures to remember")
        yield from _each(ROUND, "a round one")


def of_day(day: date, why: str) -> Iterator[Idea]:
    """14 March as 143, 314 and 1403, then its year and its day alone."""
    day_first, month_first = f"{day.day}{day.month}", f"{day.month}{day.day}"
    readings = (day_first, month_first, f"{day:%d%m}", f"{day:%m%d}", f"{day.year}")
    yield from _each(map(int, readings), why)
    yield Idea(day.day, why)


def _each(serials: Iterable[int], why: str) -> Iterator[Idea]:
    return (Idea(serial, why) for serial in serials)
