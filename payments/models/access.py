"""Access follows the money, both ways: each copy of an order is had, frozen or returned."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from catalog.models import Item
from payments.models.copy import Copy
from payments.models.handover import void
from payments.models.numbering import is_free, lowest_free_serial
from payments.models.passage import Passage
from payments.models.waiting import pass_on

if TYPE_CHECKING:
    from payments.models.order import Order


def follow_the_money(order: "Order") -> None:
    """Bring the copies of a locked order in line with its refunds and disputes.

    It looks at what is known now and at nothing before, so it may run any number of times and
    after any order of events.
    """
    items = lock_items(_copies_of(order))
    returned, frozen = _returned(order), _frozen(order)
    for copy in _copies_of(order):  # read once the locks are held: it may just have changed hands
        if copy.pk in returned:
            _return(copy, items[copy.item_id])
        elif copy.returned_at:
            _restore(copy, items[copy.item_id])
        _freeze(copy, copy.pk in frozen and copy.pk not in returned)


def _copies_of(order: "Order") -> list[Copy]:
    return list(Copy.objects.filter(order_line__order=order).order_by("item_id", "serial"))


def lock_items(copies: Iterable[Copy]) -> dict[int, Item]:
    """The items of these copies, by their keys. Everybody locks items in this order."""
    pks = {copy.item_id for copy in copies}
    items = Item.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    return {item.pk: item for item in items}


def _returned(order: "Order") -> set[int]:
    """Those whose money is gone for good."""
    if order.disputes.lost().exists():
        return {copy.pk for copy in _copies_of(order)}
    through = order.refunds.filter(status="succeeded")
    return set(Copy.objects.filter(refunds__in=through).values_list("pk", flat=True))


def _frozen(order: "Order") -> set[int]:
    """Those whose money is on its way or in dispute."""
    if order.disputes.open().exists():
        return {copy.pk for copy in _copies_of(order)}
    under_way = order.refunds.unsettled()
    return set(Copy.objects.filter(refunds__in=under_way).values_list("pk", flat=True))


def _return(copy: Copy, item: Item) -> None:
    """The number goes back into the edition, for the next buyer; this row stays as history."""
    back = Copy.objects.filter(pk=copy.pk, returned_at=None)
    if back.update(returned_at=timezone.now(), frozen_at=None):
        Passage.objects.create(copy=copy, owner=None, how=Passage.How.RETURNED)
        void(copy)
        item.take_back_stock(copy.serial)
        pass_on(item)


def _restore(copy: Copy, item: Item) -> None:
    """The refund failed after all: the same number if it is free, else the lowest that is."""
    if not item.sell_stock(1):
        # Every copy is sold by now. The failed refund stays on the shopkeeper's list.
        return
    serial = copy.serial if is_free(item, copy.serial) else lowest_free_serial(item)
    Copy.objects.filter(pk=copy.pk).update(returned_at=None, serial=serial)
    Passage.objects.create(copy=copy, owner=copy.owner, how=Passage.How.RESTORED)


def _freeze(copy: Copy, wanted: bool) -> None:
    current = Copy.objects.current().filter(pk=copy.pk)
    if wanted:
        current.filter(frozen_at=None).update(frozen_at=timezone.now())
    else:
        current.exclude(frozen_at=None).update(frozen_at=None)
