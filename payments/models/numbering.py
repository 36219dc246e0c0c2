"""Which numbers of an edition are free, which are set aside for whom, and who is given which.

Numbers are set aside and given under the lock of the item's row, so that no two have one.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import count, islice, pairwise
from typing import TYPE_CHECKING, Any

from catalog.models import Item
from payments.models.copy import Copy
from payments.models.line import NotPlaced, OrderLine
from payments.models.membership import is_member
from payments.models.passage import Passage
from payments.models.place import Place
from payments.models.tax import tax_of_copies

if TYPE_CHECKING:
    from payments.models.bag import Bag
    from payments.models.order import Order

Number = tuple[int, int]  # an item's key, and a serial of it
LAPSED = (
    "Numbers are chosen by members of the Club, and your membership has ended. "
    "Look through your bag once more."
)


# --- choosing -------------------------------------------------------------------------------------
def why_no_number(item: Item, serial: int, buyer: Any) -> str:
    """A sentence where this buyer cannot have the number; nothing if they can."""
    if item.edition_size is None:
        return f"{item.name} is an open edition: its numbers are given in order of payment."
    if not 1 <= serial <= item.edition_size:
        return f"{item.name} has the numbers 1 to {item.edition_size}."
    gone = taken_among({(item.pk, serial)}, buyer)
    return f"No. {serial} of {item.name} is taken, or set aside for somebody else." if gone else ""


def taken_among(numbers: Collection[Number], buyer: Any) -> set[Number]:
    """Those that somebody has, or an order other than the buyer's own waiting one holds."""
    if not numbers:
        return set()
    items, serials = ({number[part] for number in numbers} for part in (0, 1))
    owned = Copy.objects.current().filter(item__in=items, serial__in=serials).order_by()
    held = OrderLine.objects.holding_numbers().not_waiting_for(buyer).order_by()
    held = held.filter(item__in=items, wanted_serial__in=serials)
    either = owned.values_list("item_id", "serial").union(
        held.values_list("item_id", "wanted_serial")
    )
    return set(numbers) & set(either)


def free_stretches(item: Item, buyer: Any) -> Iterator[tuple[int, int]]:
    """The free numbers of a limited edition, as first and last of each stretch."""
    fences = [0, *sorted(_taken(item, buyer)), (item.edition_size or 0) + 1]
    for below, above in pairwise(fences):
        if above - below > 1:
            yield below + 1, above - 1


def _taken(item: Item, buyer: Any) -> set[int]:
    owned = Copy.objects.current().filter(item=item).values_list("serial", flat=True)
    return set(owned) | _held(item, buyer)


def _held(item: Item, buyer: Any = None) -> set[int]:
    """What orders hold; not the buyer's own that waits, since that gives way to the next one."""
    lines = OrderLine.objects.holding_numbers().not_waiting_for(buyer).filter(item=item)
    return {serial for serial in lines.values_list("wanted_serial", flat=True) if serial}


# --- setting aside --------------------------------------------------------------------------------
def enter_lines(order: "Order", lines: list[OrderLine], bag: "Bag") -> None:
    """Keep the lines of an order that was saved just now, marked as the bag marks them.

    The caller holds the items' locks; NotPlaced says which number somebody else has by now.
    """
    _set_aside(lines, order.buyer)
    gifts = set(bag.lines.filter(is_gift=True).values_list("item", flat=True))
    for line in lines:
        line.order, line.is_gift = order, line.item_id in gifts
    OrderLine.objects.bulk_create(lines)
    offers = [line.offer.pk for line in lines if line.offer]
    Place.objects.filter(pk__in=offers).update(order=order)


def _set_aside(lines: Iterable[OrderLine], buyer: Any) -> None:
    chosen = [line for line in lines if line.wanted_serial]
    if chosen and not is_member(buyer):
        raise NotPlaced(LAPSED)
    for line in chosen:
        problem = why_no_number(line.item, line.wanted_serial or 0, None)
        if problem:
            raise NotPlaced(f"{problem} Choose another, or take the next in line.")
        line.holds_number = True


# --- giving ---------------------------------------------------------------------------------------
def number_copies(line: OrderLine, item: Item, owner: Any) -> list[Copy]:
    """Enter the line's copies: the number set aside for it, then the lowest free ones.

    The caller holds the item's lock.
    """
    own = [line.wanted_serial] if line.holds_number and line.wanted_serial else []
    rest = free_serials(item, line.quantity - len(own))
    copies = Copy.objects.bulk_create(
        Copy(
            item=item,
            serial=serial,
            owner=owner,
            order_line=line,
            paid_cents=cents,
            tax_cents=tax,
        )
        for serial, cents, tax in zip(
            [*own, *rest], line.cents_of_copies, tax_of_copies(line), strict=True
        )
    )
    Passage.begin(copies)
    OrderLine.objects.filter(pk=line.pk).update(holds_number=False)
    Item.objects.filter(pk=item.pk).update(next_serial=_lowest(item, 1, _owned_above(item))[0])
    return copies


def lowest_free_serial(item: Item) -> int:
    """For a single copy, with no word about what comes after; the item's row is locked."""
    item.refresh_from_db(fields=["next_serial"])
    return free_serials(item, 1)[0]


def is_free(item: Item, serial: int) -> bool:
    """Whether nobody has the number and no order holds it."""
    return not taken_among({(item.pk, serial)}, None)


def free_serials(item: Item, how_many: int) -> list[int]:
    """The lowest numbers that nobody has and no order holds.

    All below `next_serial` somebody has, some above as well.
    """
    return _lowest(item, how_many, _owned_above(item) | _held(item))


def _owned_above(item: Item) -> set[int]:
    above = Copy.objects.current().filter(item=item, serial__gte=item.next_serial)
    return set(above.values_list("serial", flat=True))


def _lowest(item: Item, how_many: int, taken: set[int]) -> list[int]:
    free = (serial for serial in count(item.next_serial) if serial not in taken)
    return list(islice(free, how_many))
