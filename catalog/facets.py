"""The facets beside the vault: their choices and how many items each would leave.

A facet's own choices are counted without it, and all of them by one statement.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet, TextField, Value

from catalog.filters import PRICES, ItemFilter
from catalog.models import Item

COLUMNS = {
    "shelf": "shelf",
    "rarity": "rarity",
    "availability": "availability",
    "kind": "kind",
    "set": "item_set__slug",
    "theme": "theme",
    "season": "season__code",
}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    is_on: bool

    @property
    def is_dead(self) -> bool:
        """Choosing it would show nothing; what is chosen can always be unchosen."""
        return not self.count and not self.is_on


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    choices: list[Choice]

    @property
    def is_on(self) -> bool:
        return any(choice.is_on for choice in self.choices)

    @property
    def is_one(self) -> bool:
        return sum(choice.is_on for choice in self.choices) == 1

    @property
    def total(self) -> int:
        return sum(choice.count for choice in self.choices)


class Counts:
    """What one statement says about a selection: the total, the price range, each choice."""

    def __init__(self, asked: ItemFilter) -> None:
        self.asked = asked
        parts = [_per_choice(asked, name) for name in COLUMNS]
        parts += [_price(asked, "lowest", Min), _price(asked, "highest", Max), _total(asked)]
        rows = parts[0].union(*parts[1:], all=True)
        self._counts = {(row["facet"], row["choice"]): row["n"] or 0 for row in rows}

    @property
    def total(self) -> int:
        return self._counts.get(("total", ""), 0)

    @property
    def prices(self) -> tuple[int, int]:
        """The lowest and highest price in whole units, rounded outwards; 0, 0 without prices."""
        lowest, highest = (self._counts.get(("price", end), 0) for end in ("lowest", "highest"))
        return lowest // 100, -(-highest // 100)

    def facet(self, name: str) -> Facet:
        chosen = self.asked.asked[name]
        choices = [
            Choice(value, label, self._counts.get((name, value), 0), value in chosen)
            for value, label in self.asked.labels(name).items()
        ]
        return Facet(name, self.asked.filters[name].label, choices)


def _per_choice(asked: ItemFilter, name: str) -> QuerySet[Any]:
    items = asked.items(without=[name]).with_availability()  # type: ignore[attr-defined]
    return _rows(items, name, F(COLUMNS[name]), Count("pk"))


def _price(asked: ItemFilter, end: str, bound: type[Min] | type[Max]) -> QuerySet[Any]:
    return _rows(asked.items(without=PRICES), "price", _text(end), bound("price_cents"))


def _total(asked: ItemFilter) -> QuerySet[Any]:
    return _rows(asked.items(), "total", _text(""), Count("pk"))


def _rows(items: QuerySet[Item], facet: str, choice: Any, count: Any) -> QuerySet[Any]:
    named = items.order_by().values(facet=_text(facet), choice=choice)
    return named.annotate(n=count).values("facet", "choice", "n")


def _text(value: str) -> Value:
    return Value(value, output_field=TextField())
