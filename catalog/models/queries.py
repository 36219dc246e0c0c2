"""The catalogue's words: what may be asked of many items at once.

Each rule about one item has its twin on the model.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    TrigramSimilarity,
    TrigramWordDistance,
    TrigramWordSimilarity,
)
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils import timezone

from catalog.models.choices import Availability, Shelf

if TYPE_CHECKING:
    from catalog.models.item import Item  # noqa: F401


ENOUGH = 5  # found by their words; with fewer, a search forgives spelling
MOST_ALIKE = 120  # of those it then finds


def _offered() -> Q:
    return Q(shelf=Shelf.ORIGINALS, opens_at__lte=timezone.now(), retired_at=None)


def _for_sale() -> Q:
    return _offered() & (Q(edition_size=None) | Q(edition_size__gt=F("sold") + F("held")))


def _opening() -> Q:
    return Q(opens_at__gt=timezone.now(), retired_at=None)


def _taken() -> Q:
    return _offered() & Q(edition_size__lte=F("sold"))


def _retired() -> Q:
    return Q(retired_at__isnull=False)


# No item is in two of these; a record of the Archive is in none.
CONDITIONS: dict[str, Callable[[], Q]] = {
    Availability.LEFT: _for_sale,
    Availability.OPENING: _opening,
    Availability.TAKEN: _taken,
    Availability.RETIRED: _retired,
}


class Folded(Func):
    """Small letters without accents, as the database's index has them."""

    function = "catalog_folded"
    output_field = models.TextField()


class ItemSearchQuery(SearchQuery):
    """All words of a text, the last of them as a beginning; see 0002_search."""

    SEARCH_TYPES = {"club": "catalog_query"}

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="club")


class ItemQuerySet(models.QuerySet["Item"]):
    def entered(self) -> Self:
        """What the public may see: entered in the book on or before today."""
        return self.filter(entered_on__lte=timezone.localdate())

    def originals(self) -> Self:
        return self.filter(shelf=Shelf.ORIGINALS)

    def archive(self) -> Self:
        return self.filter(shelf=Shelf.ARCHIVE)

    def offered(self) -> Self:
        """Opened and not retired, whether or not copies are left."""
        return self.filter(_offered())

    def for_sale(self) -> Self:
        return self.filter(_for_sale())

    def opening(self) -> Self:
        return self.filter(_opening())

    def taken(self) -> Self:
        return self.filter(_taken())

    def retired(self) -> Self:
        return self.filter(_retired())

    def available(self, states: list[str]) -> Self:
        """In any of these states; `states` are values of Availability."""
        return self.filter(Q.create([CONDITIONS[state]() for state in states], connector=Q.OR))

    def with_availability(self) -> Self:
        """Annotated with `availability`, a value of Availability or None."""
        whens = [When(condition(), then=Value(state)) for state, condition in CONDITIONS.items()]
        return self.annotate(availability=Case(*whens, output_field=models.CharField()))

    def matching(self, text: str) -> Self:
        """Found by their words; where those find few, also by a spelling much like `text`."""
        by_words = self.filter(search=ItemSearchQuery(text))
        if by_words.order_by()[:ENOUGH].count() == ENOUGH:
            return by_words
        alike = Q(words__trigram_word_similar=Folded(Value(text)))
        either = self.filter(Q(search=ItemSearchQuery(text)) | alike).with_match(text)
        best = either.order_by("-match", "-pk").values_list("pk", flat=True)[:MOST_ALIKE]
        # No item has the number 0; without any, Django would leave the statement out.
        return self.filter(pk__in=list(best) or [0])

    def with_match(self, text: str) -> Self:
        """Annotated with `match`: how well the words fit, and how alike the name is, whole and
        in part."""
        folded = Folded(Value(text))
        rank = SearchRank(F("search"), ItemSearchQuery(text))
        whole = TrigramSimilarity(Folded("name"), folded)  # type: ignore[arg-type]
        part = TrigramWordSimilarity(folded, "words")  # type: ignore[arg-type]
        return self.annotate(match=rank + whole + part)

    def beginning(self, text: str) -> Self:
        """Whose names begin with `text`, by the name."""
        folded = self.alias(folded=Folded("name"))
        return folded.filter(folded__startswith=Folded(Value(text))).order_by("name", "pk")

    def nearest_to(self, text: str) -> Self:
        """The least unlike spellings first, however unlike; an index knows the nearest."""
        return self.order_by(TrigramWordDistance(Folded(Value(text)), "words"))  # type: ignore[arg-type]

    def with_left(self) -> Self:
        """Annotated with `copies_left`; None where nothing can run out or nothing is left."""
        left = F("edition_size") - F("sold") - F("held")
        some_left = When(_for_sale() & Q(edition_size__isnull=False), then=left)
        return self.annotate(copies_left=Case(some_left, output_field=models.IntegerField()))

    def for_cards(self) -> Self:
        """With what a card or a row shows, so that a list costs two statements."""
        shown = self.select_related("item_set", "season").prefetch_related("images")
        return shown.defer("search", "words")

    def for_page(self) -> Self:
        """With what an item's own page shows."""
        shown = self.select_related("item_set", "season", "rights_checked_by")
        return shown.prefetch_related("images", "files").defer("search", "words")
