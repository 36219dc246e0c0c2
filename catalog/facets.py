"""The facets beside the vault: their choices and how many items each would leave."""

from dataclasses import dataclass

from catalog.counting import count
from catalog.filters import ItemFilter

FACETS = ["shelf", "rarity", "availability", "kind", "set", "series", "theme", "season"]


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
        self._counts = {(facet, choice): n or 0 for facet, choice, n in count(asked.question)}

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
            Choice(
                value,
                label,
                self._counts.get((name, self.asked.key(name, value)), 0),
                value in chosen,
            )
            for value, label in self.asked.labels(name).items()
        ]
        return Facet(name, self.asked.filters[name].label, choices)
