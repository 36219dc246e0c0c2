"""What of the vault an address asks for. What it says and we do not know is told, not refused."""

from collections.abc import Collection
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet, Value
from django.http import QueryDict

from catalog.models import Availability, Item, ItemSet, Kind, Rarity, Season, Shelf, Theme

LONGEST_SEARCH = 100  # characters
DEAREST = 1_000_000  # in whole units of the currency
PRICES = ("price_min", "price_max")


class KnownChoicesField(forms.MultipleChoiceField):
    """Keeps the values it knows and leaves the others aside."""

    def clean(self, value: Any) -> list[str]:
        return [one for one in dict.fromkeys(self.to_python(value)) if self.valid_value(one)]


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Several values of one facet: any of them will do."""

    field_class = KnownChoicesField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # No join of ours repeats a row, and DISTINCT would spoil the counts.
        super().__init__(*args, distinct=False, **kwargs)


class SearchField(forms.CharField):
    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(letter.isalnum() for letter in value):
            raise ValidationError("A search needs a letter or a figure.")


class SearchFilter(django_filters.CharFilter):
    field_class = SearchField


class ItemFilter(django_filters.FilterSet):
    q = SearchFilter(method="filter_q", label="Search", max_length=LONGEST_SEARCH)
    shelf = FacetFilter(choices=Shelf.choices, label="Shelf")
    rarity = FacetFilter(choices=Rarity.choices, label="Rarity")
    availability = FacetFilter(
        choices=Availability.choices, label="Availability", method="filter_availability"
    )
    kind = FacetFilter(choices=Kind.choices, label="Kind")
    price_min = django_filters.NumberFilter(
        method="filter_price_min", label="Lowest price", min_value=0, max_value=DEAREST
    )
    price_max = django_filters.NumberFilter(
        method="filter_price_max", label="Highest price", min_value=0, max_value=DEAREST
    )
    set = FacetFilter(field_name="item_set__slug", label="Set")
    theme = FacetFilter(choices=Theme.choices, label="Theme")
    season = FacetFilter(field_name="season__code", label="Chapter and season")

    class Meta:
        model = Item
        fields: list[str] = []

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, Item.objects.entered())
        known = _sets_and_seasons()
        self.filters["set"].extra["choices"] = known["set"]
        self.filters["season"].extra["choices"] = known["season"]
        self.form.full_clean()
        self.asked: dict[str, Any] = self.form.cleaned_data

    def items(self, without: Collection[str] = ()) -> QuerySet[Item]:
        """The items asked for; `without` names filters to leave out."""
        queryset = self.queryset
        for name, value in self.asked.items():
            if name not in without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset

    def facets(self) -> dict[str, FacetFilter]:
        return {n: one for n, one in self.filters.items() if isinstance(one, FacetFilter)}

    def labels(self, name: str) -> dict[str, str]:
        """The choices of a facet, value to label, in their order."""
        return dict(self.filters[name].extra["choices"])

    def params(self) -> list[tuple[str, str]]:
        """What was understood, as pairs for an address."""
        pairs = []
        for name, value in self.asked.items():
            values = value if isinstance(value, list) else [value]
            pairs += [(name, _plain(one)) for one in values if one not in (None, "")]
        return pairs

    def ignored(self) -> list[str]:
        """A sentence for each value that was left aside."""
        sentences = [
            f"There is no {self.filters[name].label.lower()} “{_short(value)}”."
            for name in self.facets()
            for value in self.data.getlist(name)
            if value and value not in self.asked[name]
        ]
        if "q" in self.form.errors:
            sentences.append(f"“{_short(self.data.get('q', ''))}” cannot be looked for.")
        wrong = [self.data.get(name, "") for name in PRICES if name in self.form.errors]
        return sentences + [f"“{_short(value)}” is not a price." for value in wrong]

    def filter_q(self, queryset, name, value):  # type: ignore[no-untyped-def]
        return queryset.matching(value)

    def filter_availability(self, queryset, name, value):  # type: ignore[no-untyped-def]
        return queryset.available(value)

    def filter_price_min(self, queryset, name, value):  # type: ignore[no-untyped-def]
        return queryset.filter(price_cents__gte=int(value * 100))

    def filter_price_max(self, queryset, name, value):  # type: ignore[no-untyped-def]
        return queryset.filter(price_cents__lte=int(value * 100))


def _sets_and_seasons() -> dict[str, list[tuple[str, str]]]:
    """The choices that lie in the database, in one statement."""
    sets = ItemSet.objects.order_by().values_list(Value("set"), Value(0), "name", "slug")
    seasons = Season.objects.order_by().values_list(Value("season"), F("number"), "label", "code")
    known: dict[str, list[tuple[str, str]]] = {"set": [], "season": []}
    for facet, _, label, value in sorted(sets.union(seasons, all=True)):
        known[facet].append((value, label))
    return known


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:f}"


def _short(value: str) -> str:
    """A stranger's words, fit to be repeated."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in value[:41])
    return shown if len(shown) <= 40 else shown[:40] + "…"
