"""The catalogue's words: what may be asked of many items at once.

Each rule about one item has its twin on the model.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Func, Q, Value, When
from django.db.models.functions import Collate
from django.utils import timezone

from catalog.models.choices import Availability, Shelf
from core.reading import reading

if TYPE_CHECKING:
    from catalog.models.item import Item  # noqa: F401


NOT_ALL_SOLD = Q(edition_size=None) | Q(edition_size__gt=F("sold"))
ENOUGH = 5  # found by their words; with fewer, a search forgives spelling
MOST_RANKED = 3_000  # items: of more, only those that can win are ranked
MOST_COMPARED = 300  # of them
MOST_LEADING = 24  # of those, on a first page of 25: one of the rest has a place there too
ALIKE, HARDLY_ALIKE = 0.3, 0.15  # of two words, from 0 to 1
FEATURED_FIRST = (
    F("featured").asc(nulls_last=True),
    F("entered_on").desc(),
    F("accession").desc(),
)


def _offered() -> Q:
    now = timezone.now()
    not_over = Q(ends_at=None) | Q(ends_at__gt=now)
    return Q(shelf=Shelf.ORIGINALS, opens_at__lte=now, retired_at=None) & not_over


def _early_now() -> Any:
    """What opens before this moment is open to members by now: a row's hours from now."""
    an_hour = Value(timedelta(hours=1), output_field=models.DurationField())
    hours = ExpressionWrapper(F("early_access_hours") * an_hour, models.DurationField())
    now = Value(timezone.now(), output_field=models.DateTimeField())
    return ExpressionWrapper(now + hours, models.DateTimeField())


def _early() -> Q:
    not_yet_for_all = Q(opens_at__gt=timezone.now(), opens_at__lte=_early_now())
    return Q(retired_at=None) & not_yet_for_all & NOT_ALL_SOLD


def _for_sale() -> Q:
    return _offered() & (Q(edition_size=None) | Q(edition_size__gt=F("sold") + F("held")))


def _opening() -> Q:
    return Q(opens_at__gt=_early_now(), retired_at=None)


def _taken() -> Q:
    return Q(opens_at__lte=_early_now(), retired_at=None, edition_size__lte=F("sold"))


def _ended() -> Q:
    return Q(ends_at__lte=timezone.now(), retired_at=None) & NOT_ALL_SOLD


def _retired() -> Q:
    return Q(retired_at__isnull=False)


# No item is in two of these; a record of the Archive is in none.
CONDITIONS: dict[str, Callable[[], Q]] = {
    Availability.LEFT: _for_sale,
    Availability.EARLY: _early,
    Availability.OPENING: _opening,
    Availability.TAKEN: _taken,
    Availability.ENDED: _ended,
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


def corrected(text: str, least: float = ALIKE) -> str:
    """`text` with each word that no name holds put right by the known word most like it."""
    with reading().cursor() as cursor:
        cursor.execute("SELECT catalog_corrected(%s, %s)", [text, least])
        return cursor.fetchone()[0] or ""


class ItemQuerySet(models.QuerySet["Item"]):
    def entered(self) -> Self:
        """What the public may see: entered in the book on or before today."""
        return self.filter(entered_on__lte=timezone.localdate())

    def originals(self) -> Self:
        return self.filter(shelf=Shelf.ORIGINALS)

    def archive(self) -> Self:
        return self.filter(shelf=Shelf.ARCHIVE)

    def offered(self) -> Self:
        """Opened to everyone, not ended, not retired; whether or not copies are left."""
        return self.filter(_offered())

    def open_to(self, members: bool) -> Self:
        """Offered; for `members` of the Club also what is in its early hours."""
        return self.filter(_offered() | _early() if members else _offered())

    def for_sale(self) -> Self:
        return self.filter(_for_sale())

    def ready_for_sale(self) -> Self:
        """Entered, priced, checked and not open yet: what may be given an opening."""
        checked = Q(uses_epic_ip=False, rights_checked_at__isnull=False)
        waiting = Q(opens_at=None) | Q(opens_at__gt=timezone.now())
        waiting &= Q(ends_at=None) | Q(ends_at__gt=timezone.now())
        ready = self.originals().filter(checked, waiting, price_cents__isnull=False)
        return ready.filter(retired_at=None, entered_on__isnull=False)

    def opening(self) -> Self:
        """Opens at a time that is known, and to nobody yet."""
        return self.filter(_opening())

    def early(self) -> Self:
        """In the hours before it opens to everyone: the Club's."""
        return self.filter(_early())

    def taken(self) -> Self:
        return self.filter(_taken())

    def ended(self) -> Self:
        """Its time is over, and copies were left."""
        return self.filter(_ended())

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
        """Found by their words; where those find few, also by what `text` was meant to be."""
        by_words = Q(search=ItemSearchQuery(text))
        if self.filter(by_words).order_by()[:ENOUGH].count() == ENOUGH:
            return self.filter(by_words)
        return self.filter(by_words | Q(search=ItemSearchQuery(corrected(text))))

    def best_first(self, text: str, total: int | None = None) -> Self:
        """By how well the words fit and whether the name is or begins with `text`. A word that
        fits thousands of items says nothing about most of them: then as the vault is ordered."""
        if self._are_too_many(total):
            return self.order_by(*FEATURED_FIRST)
        return self._ranked(text)

    def leading(self, text: str, total: int | None = None) -> list[int]:
        """The numbers of what comes first all the same where too many are found to be ranked:
        of those whose names begin with `text` the best, so far as a bounded look finds them."""
        if not self._are_too_many(total):
            return []
        names = self.model.objects.entered().beginning(text).values("pk")[:MOST_COMPARED]
        best = self.filter(pk__in=names)._ranked(text)
        return list(best.values_list("pk", flat=True)[:MOST_LEADING])

    def _are_too_many(self, total: int | None) -> bool:
        found = self.order_by()[:MOST_RANKED].count() if total is None else total
        return found >= MOST_RANKED

    def _ranked(self, text: str) -> Self:
        folded = Folded(Value(text))
        rank = SearchRank(F("search"), ItemSearchQuery(text))
        begins = Case(When(words__startswith=folded, then=0.5), default=0.0)
        is_it = Case(When(name__iexact=text, then=0.5), default=0.0)
        return self.annotate(match=rank + begins + is_it).order_by("-match", "-accession")

    def beginning(self, text: str) -> Self:
        """Whose names begin with `text`, by the name."""
        folded = self.alias(folded=Collate(Folded("name"), "C"))
        return folded.filter(folded__startswith=Folded(Value(text))).order_by("folded")

    def nearest_to(self, text: str) -> Self:
        """With a word that is at all like one of `text`, for where nothing was found."""
        words = corrected(text, HARDLY_ALIKE).split()
        either = SearchQuery(" or ".join(words), config="english", search_type="websearch")
        return self.filter(search=either).order_by(*FEATURED_FIRST)

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
