"""A view of the vault as its address asks for it: items, facets, chips and the words for them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import blake2b
from typing import Any, Self, cast
from urllib.parse import urlencode

from django.core.cache import caches
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from catalog.cards import Card, cards_found
from catalog.facets import FACETS, Counts, Facet
from catalog.filters import ItemFilter
from catalog.models import Item, Shelf
from catalog.paging import read_page
from catalog.sorts import Sort, offered_sorts, put_in_order, read_sort

NOUNS = {Shelf.ORIGINALS: ("piece", "pieces"), Shelf.ARCHIVE: ("record", "records")}
BEFORE = {"set": "from ", "season": "from ", "series": "of the ", "theme": "of "}
MOST_NOTES = 3
THESE = "SELECT * FROM unnest(%s::bigint[])"
NEAREST = 5  # names, where a search finds nothing
LOTS = mark_safe("\x00")  # stands where they belong; no address and no name holds it


@dataclass(frozen=True)
class Phrase:
    """A few words of the sentence above the lots; `cents` is a price that closes them."""

    words: str
    cents: int | None = None


@dataclass(frozen=True)
class Chip(Phrase):
    """An active filter, and the address without it."""

    url: str = ""


@dataclass(frozen=True)
class Jump:
    """The way to what came with one season, within what is selected."""

    code: str
    label: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Own:
    """What a member owns or is missing: the word of the address, its items, and where it is."""

    value: str
    items: QuerySet[Item]
    path: str


class Selection:
    def __init__(self, data: QueryDict, own: Own | None = None) -> None:
        """The vault as `data` asks for it, or of it what a member owns or is missing."""
        self.own = own
        self._around = b""
        self.asked = ItemFilter(data, own.items if own else None)
        self.text = self.asked.text
        self.counts = Counts(self.asked)
        self.sort, unsorted = read_sort(data.get("sort", ""), self.text)
        self.leaf, unpaged = read_page(data.get("page", ""), self.counts.total)
        self.notes = [*self.asked.ignored(), *unsorted, *unpaged][:MOST_NOTES]

    @classmethod
    def shared(cls, data: QueryDict) -> Self:
        """The same for all who ask so: what was counted and drawn for one is kept for the next."""
        key = blake2b(data.urlencode().encode(), digest_size=16).hexdigest()
        kept = caches["pieces"].get_or_set(f"selection:{key}", lambda: cls(data))
        return cast(Self, kept)

    @property
    def items(self) -> list[Card]:
        """The items of this page, as their cards; read anew each time."""
        if not self.counts.total:
            return []
        cards = cards_found(*self._statement)
        if self._from_the_end:
            return cards[::-1]
        leads = self._leading if self.has_lead else []
        return [*cards_found(THESE, [leads]), *cards] if leads else cards

    @property
    def entries(self) -> list[Item]:
        """The same items themselves, with their pictures, for who shows more than a card."""
        cards = self.items
        shown = cards[0].read() if cards else {}
        return [shown[card.pk] for card in cards if card.pk in shown]

    @property
    def lots(self) -> SafeString:
        """All their cards, drawn; on the first page one leads."""
        cards = self.items
        html = [card.html for card in cards[self.has_lead :]]
        lead = [card.lead_html for card in cards[: self.has_lead]]
        return mark_safe("".join(lead + html))  # noqa: S308 (as their template drew them)

    def page(self, draw: Callable[[str], bytes]) -> bytes:
        """The page that `draw` draws around the lots: once, while they are read each time."""
        if not self._around:
            self._around = draw(LOTS)
        return self._around.replace(LOTS.encode(), self.lots.encode())

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        return self.found.query.sql_with_params()

    @property
    def found(self) -> QuerySet[Item, Any]:
        """Their numbers alone, so that only indexes are walked; from whichever end is nearer."""
        items = self.asked.items()
        rest = items.exclude(pk__in=self._leading) if self._leading else items
        ordered = self._in_order(rest).values("pk")
        leaf, total, before = self.leaf, self.counts.total, len(self._leading)
        if self._from_the_end:
            return ordered.reverse()[total - leaf.stop : total - leaf.start]
        return ordered[max(0, leaf.start - before) : leaf.stop - before]

    @cached_property
    def _leading(self) -> list[int]:
        """What comes first of a search that finds too much to rank; all of it on page one."""
        if self.sort != Sort.MATCH:
            return []
        return self.asked.items().leading(self.text, self.counts.total)  # type: ignore[attr-defined]

    @property
    def _from_the_end(self) -> bool:
        return self.leaf.start > self.counts.total // 2

    def _in_order(self, items: QuerySet[Item]) -> QuerySet[Item]:
        return put_in_order(items, self.sort, self.text, self.counts.total)

    @property
    def has_lead(self) -> bool:
        return self.leaf.number == 1

    @property
    def usual_sort(self) -> Sort:
        """The order of an address that names none: the best match for a search."""
        return read_sort("", self.text)[0]

    @property
    def sorts(self) -> list[Sort]:
        return offered_sorts(self.text)

    @cached_property
    def facets(self) -> dict[str, Facet]:
        return {name: self.counts.facet(name) for name in FACETS}

    @property
    def noun(self) -> str:
        """Piece, record or entry, as the shelf and the number want it."""
        shelves = self.asked.asked["shelf"]
        nouns = NOUNS[shelves[0]] if len(shelves) == 1 else ("entry", "entries")
        return nouns[self.counts.total != 1]

    # --- what is active -----------------------------------------------------------------------
    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        for pair in self.asked.params():
            phrase = self._phrase(*pair)
            chips.append(Chip(phrase.words, phrase.cents, self._url_without(pair)))
        return chips

    @cached_property
    def phrases(self) -> list[Phrase]:
        """The sentence's parts: values of one facet joined by "or", facets in their order."""
        joined: dict[str, list[Phrase]] = {}
        for name, value in self.asked.params():
            joined.setdefault(name, []).append(self._phrase(name, value))
        return [
            Phrase(BEFORE.get(name, "") + " or ".join(one.words for one in parts), parts[0].cents)
            for name, parts in joined.items()
        ]

    def _phrase(self, name: str, value: str) -> Phrase:
        if name == "q":
            return Phrase(f"“{value}”")
        if name in ("price_min", "price_max"):
            words = "from" if name == "price_min" else "at most"
            return Phrase(words, int(Decimal(value) * 100))
        return Phrase(self.asked.labels(name)[value])

    @property
    def jumps(self) -> list[Jump]:
        """Season by season, where the list is of records or goes by when they were last seen."""
        if self.asked.asked["shelf"] != [Shelf.ARCHIVE] and self.sort != Sort.SEEN:
            return []
        others = [pair for pair in self.asked.params() if pair[0] != "season"]
        return [
            Jump(
                one.value,
                one.label,
                self._vault([*others, ("season", one.value), *self._sort_param()]),
                one.is_on,
            )
            for one in self.facets["season"].choices
            if not one.is_dead
        ]

    # --- addresses ----------------------------------------------------------------------------
    @property
    def url(self) -> str:
        """The one address of this page, whatever else stood in the one that was asked."""
        return self.page_url(self.leaf.number)

    @property
    def next_url(self) -> str | None:
        return self.page_url(self.leaf.next) if self.leaf.next else None

    @property
    def previous_url(self) -> str | None:
        return self.page_url(self.leaf.previous) if self.leaf.previous else None

    def page_url(self, number: int, name: str = "catalog:item_list") -> str:
        """The address of a page of this selection; `name` is the view that shows it."""
        page = [("page", str(number))] if number > 1 else []
        return self._vault([*self.asked.params(), *self._sort_param(), *page], name)

    @property
    def json_url(self) -> str:
        """The same page for machines."""
        return self.page_url(self.leaf.number, "catalog:item_list_json")

    @property
    def query(self) -> str:
        """The filters and the order, to carry over to another address."""
        return urlencode([*self.asked.params(), *self._sort_param()])

    @property
    def bare_url(self) -> str:
        """The same vault without any filter."""
        return self._vault([])

    @cached_property
    def nearest(self) -> list[Item]:
        """A few names spelt most like what was searched for and not found."""
        return list(Item.objects.entered().nearest_to(self.text)[:NEAREST]) if self.text else []

    @property
    def foremost(self) -> list[Item]:
        """Where not even a name is near: what the vault puts first."""
        return list(put_in_order(Item.objects.entered(), Sort.FEATURED, "", 0)[:NEAREST])

    @property
    def path(self) -> str:
        """Where this vault is: the public one, or a member's own."""
        return self._path("catalog:item_list")

    def _url_without(self, pair: tuple[str, str]) -> str:
        rest = [one for one in self.asked.params() if one != pair]
        return self._vault([*rest, *self._sort_param()])

    def _sort_param(self) -> list[tuple[str, str]]:
        return [] if self.sort == self.usual_sort else [("sort", self.sort)]

    def _vault(self, params: list[tuple[str, str]], name: str = "catalog:item_list") -> str:
        own = [("own", self.own.value)] if self.own else []
        query = urlencode([*own, *params])
        return self._path(name) + (f"?{query}" if query else "")

    def _path(self, name: str) -> str:
        return self.own.path if self.own else reverse(name)
