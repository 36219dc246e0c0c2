"""How many copies of a piece a member has or is paying for: what a limit per member counts."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q, Value

from payments.models.copy import Copy
from payments.models.line import OrderLine


class Share(NamedTuple):
    """Copies of one item: `had` are owned or at the bank, `held` are set aside and unpaid.

    A member's one waiting order holds what their bag holds, or is replaced by what the bag
    holds when they go to pay: so a copy counts as held or as in the bag, never as both.
    """

    had: int = 0
    held: int = 0


def shares_of(member: Any, items: Collection[int]) -> dict[int, Share]:
    """What this member has of each of `items`, by their primary keys; one statement.

    A visitor who is not signed in (None) has nothing.
    """
    shares = dict.fromkeys(items, Share())
    if member is None or not items:
        return shares
    for item, copies, is_held in _copies_owned(member, items).union(
        _copies_ordered(member, items), all=True
    ):
        had, held = shares[item]
        shares[item] = Share(had, held + copies) if is_held else Share(had + copies, held)
    return shares


def _copies_owned(member: Any, items: Collection[int]) -> Any:
    owned = Copy.objects.owned_by(member).filter(item__in=items).order_by()
    one, is_held = Value(1), Value(False, output_field=BooleanField())
    return owned.values_list("item_id", one, is_held)


def _copies_ordered(member: Any, items: Collection[int]) -> Any:
    unfinished = Q(order__paid_at=None, order__cancelled_at=None, order__quarantined_at=None)
    lines = OrderLine.objects.filter(unfinished, order__buyer=member, item__in=items).order_by()
    is_held = ExpressionWrapper(Q(order__pending_at=None), output_field=BooleanField())
    return lines.values_list("item_id", F("quantity"), is_held)
