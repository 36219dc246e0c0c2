"""The line for an edition that is taken: joining, being served, leaving.

All of it happens under the item's lock, which buying and giving back hold as well.
"""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from catalog.models import Item
from payments.models.allowance import shares_of
from payments.models.errands import defer
from payments.models.offer import why_not_for_sale, why_too_many
from payments.models.place import Place, free_beyond_the_line

if TYPE_CHECKING:
    from payments.models.order import Order


class NotInLine(Exception):
    """There is no place to be had; the message is a sentence for the member."""


def has_line(item: Item) -> bool:
    """Whether somebody may have to wait for it: it is on sale, and every copy is spoken for."""
    return item.is_offered and not item.is_for_sale


@transaction.atomic
def join(member: Any, item: Item) -> Place:
    """The member's place, a new one at the end if they had none; NotInLine says why not."""
    item = lock(item.pk)
    place = Place.objects.of(member).filter(item=item).first()
    if place:
        return place
    problem = why_no_line(item) or why_too_many(item, 1, _had(member, item))
    if problem:
        raise NotInLine(problem)
    return Place.objects.create(member=member, item=item)


def why_no_line(item: Item) -> str:
    """A sentence where nobody can join; nothing if they can."""
    if not item.is_offered:
        return why_not_for_sale(item) or f"{item.name} is not on offer to everyone now."
    if free_beyond_the_line(item) > 0:
        return f"{item.name} can be bought now; there is no line."
    return ""


@transaction.atomic
def leave(place: Place) -> None:
    """Give the place up, and with it a copy that was offered. One at a checkout stays there."""
    item = lock(place.item_id)
    _close(item, list(Place.objects.filter(pk=place.pk, order=None)))
    pass_on(item)


@transaction.atomic
def tend(item_pk: int) -> None:
    """End what is over and serve the next; called by the clock."""
    item = lock(item_pk)
    over = list(Place.objects.over().filter(item=item))
    _tell_of_the_end(over)
    _close(item, over)
    pass_on(item)


def pass_on(item: Item) -> None:
    """Offer what is free to those in line, the first first. The caller holds the item's lock."""
    while place := Place.objects.in_line().filter(item=item).select_related("member").first():
        if not _may_have_one(place, item):
            place.delete()
        elif item.hold_stock(1):
            place.offer()
            defer("send_waiting_letter", place_id=place.pk)
        else:
            return


def give_back(order: "Order") -> None:
    """End the holds of an order that comes to nothing.

    A copy that had been offered goes back to its offer while that lasts; the others go on.
    """
    for line in order.lines.select_related("item").order_by("item_id"):
        item = lock(line.item_id)
        taken = Place.objects.behind(order).filter(item=item)
        lasting = taken.filter(offered_until__gt=timezone.now()).exclude(member=None)
        kept = lasting.update(order=None)
        _tell_of_the_end(list(taken))
        taken.delete()
        line.release(kept)
        pass_on(item)


def lock(item_pk: int) -> Item:
    """The item as it is now, nobody else's until the transaction ends."""
    return Item.objects.select_for_update(no_key=True).get(pk=item_pk)


def _close(item: Item, places: list[Place]) -> None:
    """Remove places, and release what was set aside for them."""
    Place.objects.filter(pk__in=[place.pk for place in places]).delete()
    item.release_stock(sum(place.offered_at is not None for place in places))


def _tell_of_the_end(places: list[Place]) -> None:
    """A letter to each whose time went by; in this transaction, which removes the place."""
    for place in places:
        until = place.offered_until
        if place.member_id and until and place.is_out_of_time:
            whose = {"member_id": place.member_id, "item_id": place.item_id}
            defer("send_end_of_turn", **whose, until=int(until.timestamp()))


def _may_have_one(place: Place, item: Item) -> bool:
    """Their account is open, and they have not come by as many as a member may have."""
    is_open = place.member is not None and place.member.is_active
    return is_open and not why_too_many(item, 1, _had(place.member, item))


def _had(member: Any, item: Item) -> int:
    return shares_of(member, [item.pk])[item.pk].had
