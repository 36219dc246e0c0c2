"""Buying a whole line of the bag as a gift, or no longer."""

from django.db import transaction

from payments.models.bag import BagLine
from payments.models.line import OrderLine
from payments.models.order import Order


@transaction.atomic
def mark_gift(line: BagLine, is_gift: bool) -> None:
    """Mark the line; an order of it that still waits for its payment follows.

    What is sealed is decided when the order is settled, under the same lock.
    """
    BagLine.objects.filter(pk=line.pk).update(is_gift=is_gift)
    if line.bag.user_id is None:
        return
    for order in Order.objects.waiting().select_for_update().filter(buyer=line.bag.user_id):
        OrderLine.objects.filter(order=order, item=line.item_id).update(is_gift=is_gift)
