"""The lines by the clock: offers that are over go on, and what came free is offered."""

from django.db.models import Q

from catalog.models import Item
from payments.models import Place
from payments.models.waiting import tend


def look() -> int:
    """Look after every line that wants it, each in a transaction of its own; how many they were.

    What comes free at a checkout or by a refund is passed on there and then; this finds what
    only the clock or a larger edition frees.
    """
    over = Q(pk__in=Place.objects.over().values("item"))
    served = Q(pk__in=Item.objects.for_sale(), id__in=Place.objects.in_line().values("item"))
    items = list(Item.objects.filter(over | served).order_by("pk").values_list("pk", flat=True))
    for pk in items:
        tend(pk)
    return len(items)
