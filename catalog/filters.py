"""What of the vault an address asks for. What it says and we do not know is told, not refused."""

from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict

from catalog.counting import Question
from catalog.models import Availability, Item, Kind, Rarity, Shelf, Theme
from core.reading import reading

LONGEST_SEARCH = 100  # characters
DEAREST = 1_000_000  # in whole units of the currency
PRICES = ("price_min", "price_max")
# The choices that lie in the database: facet, label, value in the address, key in the counts.
KNOWN = """
SELECT facet, label, value, key FROM (
    SELECT 'set' AS facet, name AS label, slug AS value, id::text AS key, 0 AS place
    FROM catalog_itemset
    UNION ALL SELECT 'season', label, code, id::text, number FROM catalog_season
    UNION ALL SELECT DISTINCT facet, choice, choice, choice, 0 FROM catalog_facetbits
    WHERE facet = 'series' AND bit_count(bits) > 0
) AS choice ORDER BY place, label COLLATE "C", value
"""


# The choices that are the same in every vault, value to label.
FIXED = {
    "shelf": dict(Shelf.choices),
    "rarity": dict(Rarity.choices),
    "availability": dict(Availability.choices),
    "kind": dict(Kind.choices),
    "theme": dict(Theme.choices),
}


class ValuesField(forms.Field):
    """All values of a name, each once. Which of them are known, ItemFilter looks up."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        return list(dict.fromkeys(value or []))


class FacetFilter(django_filters.Filter):
    """Several values of one facet: any of them will do."""

    field_class = ValuesField


class SearchField(forms.CharField):
    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not any(letter.isalnum() for letter in value):
            raise ValidationError("A search needs a letter or a figure.")


class SearchFilter(django_filters.CharFilter):
    field_class = SearchField


class ItemFilter(django_filters.FilterSet):
    q = SearchFilter(label="Search", max_length=LONGEST_SEARCH)
    shelf = FacetFilter(label="Shelf")
    rarity = FacetFilter(label="Rarity")
    availability = FacetFilter(label="Availability")
    kind = FacetFilter(label="Kind")
    price_min = django_filters.NumberFilter(label="Lowest price", min_value=0, max_value=DEAREST)
    price_max = django_filters.NumberFilter(label="Highest price", min_value=0, max_value=DEAREST)
    set = FacetFilter(field_name="item_set", label="Set")
    series = FacetFilter(label="Series")
    theme = FacetFilter(label="Theme")
    season = FacetFilter(label="Chapter and season")

    class Meta:
        model = Item
        fields: list[str] = []

    def __init__(self, data: QueryDict, among: QuerySet[Item] | None = None) -> None:
        """`data` is the address's query; `among` narrows the vault to what a member owns."""
        super().__init__(data, Item.objects.entered())
        self._among = among
        self.known = _known_choices()
        self.form.full_clean()
        self.asked: dict[str, Any] = self.form.cleaned_data
        for name in self.facets():
            labels = self.labels(name)
            self.asked[name] = [value for value in self.asked[name] if value in labels]

    def items(self) -> QuerySet[Item]:
        """The items asked for."""
        queryset = self.queryset
        for facet, keys in self.question.chosen.items():
            queryset = self._narrow(queryset, facet, keys)
        if self.question.price:
            queryset = queryset.filter(price_cents__range=self.question.price)
        if self._among is not None:
            queryset = queryset.filter(pk__in=self._among)
        return queryset & self._matched if self.text else queryset

    @cached_property
    def question(self) -> Question:
        """What is asked for, as the counts have it."""
        chosen = {name: self._keys(name) for name in self.facets() if self.asked[name]}
        found = {"q": self._matched} if self.text else {}
        if self._among is not None:
            found["own"] = self._among
        ids = {name: one.values("pk").query.sql_with_params() for name, one in found.items()}
        return Question(chosen, self._price(), ids)

    @cached_property
    def _matched(self) -> QuerySet[Item]:
        return Item.objects.order_by().matching(self.text)  # type: ignore[attr-defined]

    @property
    def text(self) -> str:
        """What is searched for; empty where nothing is, or nothing that could be."""
        return self.asked.get("q", "")

    def key(self, facet: str, value: str) -> str:
        """What a value of the address is called in the counts."""
        return self._by_value.get((facet, value), value)

    @cached_property
    def _by_value(self) -> dict[tuple[str, str], str]:
        return {(facet, one[1]): one[2] for facet, rows in self.known.items() for one in rows}

    def _keys(self, facet: str) -> list[str]:
        return [self.key(facet, value) for value in self.asked[facet]]

    def _narrow(self, items: QuerySet[Item], facet: str, keys: list[str]) -> QuerySet[Item]:
        if facet == "availability":
            return items.available(keys)  # type: ignore[attr-defined]
        return items.filter(**{f"{self.filters[facet].field_name}__in": keys})

    def _price(self) -> tuple[int, int] | None:
        """The range in cents, both ends included; None where no price is asked for."""
        lowest, highest = (self.asked.get(name) for name in PRICES)
        if lowest is None and highest is None:
            return None
        most = DEAREST if highest is None else highest
        return -int(-(lowest or 0) * 100 // 1), int(most * 100)

    def facets(self) -> dict[str, FacetFilter]:
        return {n: one for n, one in self.filters.items() if isinstance(one, FacetFilter)}

    def labels(self, name: str) -> dict[str, str]:
        """The choices of a facet, value to label, in their order."""
        return FIXED.get(name) or {value: label for label, value, _ in self.known[name]}

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


def _known_choices() -> dict[str, list[tuple[str, str, str]]]:
    """Label, value and key of what lies in the database, by facet, in one statement."""
    known: dict[str, list[tuple[str, str, str]]] = {"set": [], "season": [], "series": []}
    with reading().cursor() as cursor:
        cursor.execute(KNOWN)
        for facet, *choice in cursor.fetchall():
            known[facet].append(tuple(choice))
    return known


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:f}"


def _short(value: str) -> str:
    """A stranger's words, fit to be repeated."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in value[:41])
    return shown if len(shown) <= 40 else shown[:40] + "…"
