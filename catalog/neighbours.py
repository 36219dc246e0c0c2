"""What stands together: the pieces of a set, and what is shelved near an item."""

from collections.abc import Iterable

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.functions import Abs
from django.utils import timezone

from catalog.cards import Card, read_cards
from catalog.models import Item, ItemSet, Season

NEAR = 4
OF_A_SEASON = 48  # twelve rows; the vault holds the rest


def sets_shown() -> QuerySet[ItemSet]:
    """Sets that hold something, each with `entered_pieces` in the order of the book."""
    pieces = Item.objects.entered().for_cards().order_by("accession")
    filled = Prefetch("items", pieces, to_attr="entered_pieces")
    return ItemSet.objects.shown().prefetch_related(filled)  # type: ignore[no-redef]


def companions_of(item: Item) -> list[Item]:
    """The whole set in the order of the book, the item included; empty where it has none."""
    if item.item_set_id:
        of_set = Q(item_set=item.item_set_id)
    elif item.game_set:
        of_set = Q(item_set=None, shelf=item.shelf, game_set=item.game_set)
    else:
        return []
    return list(Item.objects.entered().filter(of_set).for_cards().order_by("accession"))


def shelved_near(item: Item, companions: list[Item]) -> list[Card]:
    """Up to four of the same shelf and kind or theme, the nearest in the book first."""
    alike = Q(kind=item.kind) | Q(theme=item.theme) if item.theme else Q(kind=item.kind)
    known = [item.pk, *(one.pk for one in companions)]
    others = Item.objects.entered().filter(alike, shelf=item.shelf).exclude(pk__in=known)
    # From the item outwards in both directions, so that the index of the book is read twice
    # for a moment and not once to its end.
    after = others.filter(accession__gt=item.accession).order_by("accession").values("pk")
    before = others.filter(accession__lt=item.accession).order_by("-accession").values("pk")
    either = Item.objects.filter(pk__in=after[:NEAR].union(before[:NEAR], all=True))
    nearest = Abs(F("accession") - item.accession)
    return read_cards(either.order_by(nearest, "accession")[:NEAR])


def seasons_shown() -> QuerySet[Season]:
    """Every season in order, each with `came`: how many entries came with it."""
    entered = Q(items__entered_on__lte=timezone.localdate())
    return Season.objects.annotate(came=Count("items", filter=entered)).order_by("number")


def chapters(seasons: Iterable[Season]) -> list[tuple[int, list[Season]]]:
    """Seasons in their order, by the chapter they fell into: a return to an earlier one, such as
    Remix, stands where it came."""
    fell: dict[int, list[Season]] = {}
    chapter = 0
    for season in seasons:
        chapter = max(chapter, season.chapter)
        fell.setdefault(chapter, []).append(season)
    return list(fell.items())


def came_with(season: Season) -> list[Card]:
    """What came with a season, by name, as far as one page goes."""
    came = Item.objects.entered().filter(season=season)
    return read_cards(came.order_by("name", "accession")[:OF_A_SEASON])


def seasons_beside(season: Season) -> tuple[Season | None, Season | None]:
    """The seasons before and after."""
    beside = Season.objects.filter(number__in=[season.number - 1, season.number + 1])
    by_number = {one.number: one for one in beside}
    return by_number.get(season.number - 1), by_number.get(season.number + 1)
