"""The filters beside a search of the lore: what an address chooses, and what each choice leaves."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from catalog.models import Season
from lore.models import Category, Grade, Kind
from lore.models.search import Tally

MOST_NOTES = 3
FEW_CHOICES = 12


@dataclass(frozen=True)
class Choice:
    """One line of a filter; `count` is None where more pages were found than are counted out."""

    value: str
    label: str
    count: int | None
    is_on: bool

    @property
    def is_dead(self) -> bool:
        """Choosing it would show nothing; what is chosen can always be unchosen."""
        return self.count == 0 and not self.is_on


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    choices: list[Choice]

    @property
    def is_open(self) -> bool:
        """Long lists are folded away until something in them is chosen."""
        return len(self.choices) <= FEW_CHOICES or any(choice.is_on for choice in self.choices)


@dataclass(frozen=True)
class Filter:
    """A filter an address may name: its choices, value to label, and their keys in the counts."""

    title: str
    labels: Mapping[str, str]
    keys: Mapping[str, int] | None = None

    def read(self, values: list[str]) -> list[str]:
        """The values that are known, each once."""
        return [value for value in dict.fromkeys(values) if value in self.labels]

    def wanted(self, values: list[str]) -> list[str] | list[int]:
        """What the search asks the database for."""
        return values if self.keys is None else [self.keys[value] for value in values]

    def key(self, value: str) -> str:
        return value if self.keys is None else str(self.keys[value])


def known_filters() -> dict[str, Filter]:
    """Every filter with its choices in their order."""
    seasons = list(Season.objects.order_by("number"))
    categories = list(Category.objects.order_by("title"))
    return {
        "kind": Filter("Kind", {kind.value: kind.label for kind in Kind}),
        "category": Filter(
            "Category",
            {category.slug: category.title for category in categories},
            {category.slug: category.pk for category in categories},
        ),
        "grade": Filter("Holds a claim that is", {grade.value: grade.label for grade in Grade}),
        "season": Filter(
            "First belongs to",
            {season.code: season.label for season in seasons},
            {season.code: season.pk for season in seasons},
        ),
    }


def read_filters(data: QueryDict, filters: Mapping[str, Filter]) -> dict[str, list[str]]:
    """What an address chooses of each filter; what is not known is left aside."""
    return {name: one.read(data.getlist(name)) for name, one in filters.items()}


def unknown_values(data: QueryDict, filters: Mapping[str, Filter]) -> list[str]:
    """A sentence for each value that was left aside, the first few."""
    return [
        f"There is no {name} “{_short(value)}”."
        for name, one in filters.items()
        for value in data.getlist(name)
        if value and value not in one.labels
    ][:MOST_NOTES]


def lay_facets(
    filters: Mapping[str, Filter], chosen: Mapping[str, list[str]], tally: Tally
) -> list[Facet]:
    """The filters with the counts of a search; choices that never count anything are left out."""
    facets = [
        Facet(
            name,
            one.title,
            [
                Choice(value, label, tally.count(name, one.key(value)), value in chosen[name])
                for value, label in one.labels.items()
            ],
        )
        for name, one in filters.items()
    ]
    return [facet for facet in facets if facet.choices]


def _short(value: str) -> str:
    """A stranger's words, fit to be repeated."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in value[:41])
    return shown if len(shown) <= 40 else shown[:40] + "…"
