"""A search of the lore as its address asks for it: pages, filters, chips and the words for them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.db.models import F
from django.http import QueryDict

from lore.facets import Facet, known_filters, lay_facets, read_filters, unknown_values
from lore.models import Page
from lore.models.search import (
    ENOUGH,
    MATCH_START,
    MOST_COUNTED,
    SPELT_ALIKE,
    TYPED,
    Sought,
    Tally,
    best,
    read_words,
    tally,
    understand,
)
from lore.models.words import PageQuerySet

PER_SHEET = 20
FEW = 5  # pages beside the found ones: spelt alike, or nearest


@dataclass(frozen=True)
class Chip:
    """An active filter, and the query of the address without it."""

    label: str
    query: str


class Finding:
    def __init__(self, data: QueryDict) -> None:
        self.words = read_words(data.get("q", ""))
        self._filters = known_filters()
        self._chosen = read_filters(data, self._filters)
        self._number = data.get("page")
        self.notes = unknown_values(data, self._filters)

    # --- what is found -----------------------------------------------------------------------
    @cached_property
    def _typed(self) -> Sought:
        return self._meant(TYPED)

    @cached_property
    def _typed_tally(self) -> Tally:
        return tally(self._typed)

    @cached_property
    def _sought(self) -> Sought:
        """The words as typed; spelt much alike where no page at all holds those."""
        return self._meant(SPELT_ALIKE) if self.is_respelt else self._typed

    @cached_property
    def tally(self) -> Tally:
        return tally(self._sought) if self.is_respelt else self._typed_tally

    @property
    def is_respelt(self) -> bool:
        return not self._typed_tally.by_words

    def _meant(self, meaning: str) -> Sought:
        wanted = {name: one.wanted(self._chosen[name]) for name, one in self._filters.items()}
        return Sought(self.words, understand(self.words, meaning), wanted)

    @property
    def is_cut(self) -> bool:
        """Whether more pages fit than are ranked and listed."""
        return self.tally.total > self.sheet.paginator.count

    @cached_property
    def sheet(self) -> Sheet:
        """The keys of the pages on the sheet that is asked for, of the best some hundred."""
        keys = best(self._sought, known=self.tally.keys)
        return Paginator(keys, PER_SHEET).get_page(self._number)

    @cached_property
    def pages(self) -> list[Page]:
        """The pages of this sheet, each with its `snippet` and the `grades` of its claims."""
        shown = Page.objects.published().in_order(list(self.sheet))
        rows = shown.select_related("season").annotate(grades=F("words__grades"))
        light = rows.defer("body", "html", "text", "vector", "facts", "infobox", "toc")
        pages: list[Any] = list(light.with_snippet(self.words))
        for page in pages:
            page.snippet = page.snippet if MATCH_START in page.snippet else ""
        return pages

    @cached_property
    def alike(self) -> list[Page]:
        """A few more pages whose words are spelt much alike, where few were found."""
        if self.is_respelt or self._typed_tally.by_words >= ENOUGH:
            return []
        found = {page.pk for page in self.pages}
        meant = Sought(self.words, understand(self.words, SPELT_ALIKE))
        keys = [key for key in best(meant) if key not in found]
        return self._names(Page.objects.in_order(keys))

    @cached_property
    def nearest(self) -> list[Page]:
        """For a search that found nothing: pages that hold a word at all like one of its own."""
        return self._names(Page.objects.nearest_to(self.words))

    def _names(self, pages: PageQuerySet) -> list[Page]:
        return list(pages.published().only("title", "slug", "kind")[:FEW])

    # --- what is active ----------------------------------------------------------------------
    @cached_property
    def facets(self) -> list[Facet]:
        return lay_facets(self._filters, self._chosen, self.tally)

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(self._filters[name].labels[value], self._query_without(name, value))
            for name, value in self._pairs
        ]

    @property
    def phrases(self) -> list[str]:
        """What is chosen, in words: choices of one filter joined by "or"."""
        return [
            " or ".join(self._filters[name].labels[value] for value in values)
            for name, values in self._chosen.items()
            if values
        ]

    @property
    def total(self) -> str:
        """How many pages were found, in words."""
        count = min(self.tally.total, MOST_COUNTED)
        pages = "1 page" if count == 1 else f"{count:,} pages"
        return f"More than {pages}" if self.tally.is_more else pages

    @property
    def bare_query(self) -> str:
        return urlencode({"q": self.words})

    @property
    def query(self) -> str:
        """The address's query as it was understood, without the number of the sheet."""
        return urlencode([("q", self.words), *self._pairs])

    @property
    def _pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self._chosen.items() for value in values]

    def _query_without(self, name: str, value: str) -> str:
        kept = [pair for pair in self._pairs if pair != (name, value)]
        return urlencode([("q", self.words), *kept])
