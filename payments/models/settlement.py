"""What settling asks and does, while the order's row is locked."""

from typing import TYPE_CHECKING, Any

from catalog.models import Item
from payments.models.bag import Bag, BagLine
from payments.models.copy import Copy
from payments.models.handover import Handover
from payments.models.line import OrderLine
from payments.models.numbering import number_copies
from payments.models.order_state import LATE
from payments.models.place import Place
from payments.models.tax import note_tax_of

if TYPE_CHECKING:
    from payments.gateway import Session
    from payments.models.order import Order


def fault_in(order: "Order", session: "Session", lines: list[OrderLine]) -> str:
    """What about this payment is not as ordered, as a sentence; nothing if all is well."""
    if session.order_number != order.number:
        return f"The session is for order {session.order_number or 'of no number'}."
    if session.currency != order.currency:
        return f"Paid in {session.currency}, ordered in {order.currency}."
    if session.amount_total != order.total_cents:
        return f"Paid {session.amount_total} cents, ordered {order.total_cents}."
    if sorted(session.lines) != sorted(line.as_sold for line in lines):
        return "The session's lines are not the order's."
    return LATE if order.cancelled_at else ""


def sell(lines: list[OrderLine], buyer: Any, session: "Session") -> str:
    """Enter every copy for the buyer, with its share of the tax; or none and a sentence why."""
    pks = [line.item_id for line in lines]
    locked = Item.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    items = {item.pk: item for item in locked}
    not_held = [line.name for line in lines if not _is_held(line, items[line.item_id])]
    if not_held:
        return f"Not held for it: {', '.join(not_held)}."
    note_tax_of(lines, session)
    for line in lines:
        items[line.item_id].sell_held_stock(line.quantity)
        copies = number_copies(line, items[line.item_id], buyer)
        if line.is_gift and buyer:  # whose account is gone can hand nothing over
            Handover.seal(copies, buyer)
    Place.objects.filter(order__lines__in=lines).delete()  # whoever waited has it now
    return ""


def _is_held(line: OrderLine, item: Item) -> bool:
    """Whether its copies are set aside, and nobody has the number that was chosen."""
    number = Copy.objects.current().filter(item=item, serial=line.wanted_serial or 0)
    return item.held >= line.quantity and not (line.holds_number and number.exists())


def take_out_of_bag(order: "Order", lines: list[OrderLine]) -> None:
    """What is bought need not be bought again."""
    if order.buyer_id is None:  # a bag of nobody is a visitor's
        return
    bought = [line.item_id for line in lines]
    BagLine.objects.filter(bag__user=order.buyer_id, item__in=bought).delete()


def put_back_into_bag(order: "Order") -> None:
    """The money did not come: the buyer may want to try again."""
    bag = Bag.objects.filter(user=order.buyer_id).first() if order.buyer_id else None
    if bag:
        for line in order.lines.select_related("item"):
            bag.put(line.item, line.quantity, line.is_gift, line.wanted_serial)
