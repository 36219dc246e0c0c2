"""What stands together: the pieces of a set, and what is shelved near an item."""

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Abs

from catalog.models import Item, ItemSet

NEAR = 4


def sets_shown() -> QuerySet[ItemSet]:
    """Sets that hold something, each with `entered_pieces` in the order of the book."""
    entered = Item.objects.entered()
    pieces = entered.for_cards().order_by("accession")
    shown = ItemSet.objects.filter(pk__in=entered.values("item_set"))
    filled = Prefetch("items", pieces, to_attr="entered_pieces")
    return shown.prefetch_related(filled)  # type: ignore[no-redef]


def companions_of(item: Item) -> list[Item]:
    """The whole set in the order of the book, the item included; empty where it has none."""
    if item.item_set_id:
        of_set = Q(item_set=item.item_set_id)
    elif item.game_set:
        of_set = Q(item_set=None, shelf=item.shelf, game_set=item.game_set)
    else:
        return []
    return list(Item.objects.entered().filter(of_set).for_cards().order_by("accession"))


def shelved_near(item: Item, companions: list[Item]) -> list[Item]:
    """Up to four of the same shelf and kind or theme, the nearest in the book first."""
    alike = Q(kind=item.kind) | Q(theme=item.theme) if item.theme else Q(kind=item.kind)
    known = [item.pk, *(one.pk for one in companions)]
    others = Item.objects.entered().filter(alike, shelf=item.shelf).exclude(pk__in=known)
    nearest = Abs(F("accession") - item.accession)
    return list(others.for_cards().order_by(nearest, "accession")[:NEAR])
