"""One search over the house: pieces and records, sets, and pages of the record."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline
from django.db.models import QuerySet

from ashes_club.snippets import START, STOP
from catalog.models import Item, ItemSearchQuery, ItemSet
from lore.models import Page

MOST_ITEMS, MOST_SETS, MOST_PAGES = 12, 4, 12  # on the page; who wants more goes to the room


@dataclass(frozen=True)
class Suggestion:
    """A line under the field as it is typed in."""

    name: str
    kind: str
    url: str


@dataclass(frozen=True)
class Found:
    """What a search found; each list is empty where nothing was."""

    items: list[Item]
    sets: list[ItemSet]
    pages: list[Page]

    def __bool__(self) -> bool:
        return bool(self.items or self.sets or self.pages)


def find(words: str) -> Found:
    """Everything public that holds `words`, or is named much like them; best first."""
    pages = _light(Page.objects.published().search(words).with_snippet(words))
    sets = ItemSet.objects.shown().named_like(words)[:MOST_SETS]
    return Found(_with_notes(_best_items(words)), list(sets), _with_notes(pages[:MOST_PAGES]))


def _best_items(words: str) -> list[Item]:
    found = Item.objects.entered().matching(words)
    lead = found.leading(words)[:MOST_ITEMS]
    shown = found.for_cards().annotate(snippet=_snippet("description", words))
    first = sorted(shown.filter(pk__in=lead), key=lambda item: lead.index(item.pk)) if lead else []
    return [*first, *shown.exclude(pk__in=lead).best_first(words)[: MOST_ITEMS - len(first)]]


def _with_notes(rows: Iterable[Any]) -> list[Any]:
    """The rows, their snippets kept where they hold a match and not just a beginning."""
    kept = list(rows)
    for row in kept:
        row.snippet = row.snippet if START in row.snippet else ""
    return kept


def find_nearest(words: str) -> list[Suggestion]:
    """The least unlike names of each room, for a search that found nothing."""
    pages = _light(Page.objects.published().nearest_to(words))
    return [
        *map(_of_item, Item.objects.entered().nearest_to(words)[:3]),
        *map(_of_set, ItemSet.objects.shown().nearest_to(words)[:1]),
        *map(_of_page, pages[:2]),
    ]


def suggest(words: str) -> list[Suggestion]:
    """A few names for what is being typed: those that begin so, then those that hold it."""
    items = _few_items(words)
    sets = ItemSet.objects.shown().named_like(words)[:2]
    pages = _light(Page.objects.published().named_like(words))[:3]
    return [*map(_of_item, items), *map(_of_set, sets), *map(_of_page, pages)]


def _few_items(words: str, count: int = 5) -> list[Item]:
    entered = Item.objects.entered().defer("search", "words", "description")
    first = list(entered.beginning(words)[:count])
    if len(first) < count:
        known = [one.pk for one in first]
        holding = entered.matching(words).exclude(pk__in=known).order_by()
        first += holding[: count - len(first)]
    return first


def _snippet(field: str, words: str) -> SearchHeadline:
    return SearchHeadline(
        field,
        ItemSearchQuery(words),
        config="english",
        start_sel=START,
        stop_sel=STOP,
        max_words=24,
        min_words=10,
    )


def _light(pages: QuerySet[Page]) -> QuerySet[Page]:
    return pages.defer("body", "html", "text", "vector", "facts", "infobox", "toc")


def _of_item(item: Item) -> Suggestion:
    kind = item.get_kind_display()
    return Suggestion(
        item.name, f"{kind}, Archive" if item.is_archive else kind, item.get_absolute_url()
    )


def _of_set(item_set: ItemSet) -> Suggestion:
    return Suggestion(item_set.name, "Set", item_set.get_absolute_url())


def _of_page(page: Page) -> Suggestion:
    return Suggestion(page.title, f"{page.get_kind_display()}, lore", page.get_absolute_url())
