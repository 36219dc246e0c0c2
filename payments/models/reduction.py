"""What a code takes off an order that is being placed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from payments.models.coupon import UNKNOWN, Coupon, shared_out
from payments.models.line import NotPlaced, OrderLine

if TYPE_CHECKING:
    from payments.models.bag import Bag


@dataclass(frozen=True)
class Reduction:
    """The coupon and its sum in cents; nothing where no code was given."""

    coupon: Coupon | None = None
    cents: int = 0

    @property
    def code(self) -> str:
        return self.coupon.code if self.coupon else ""

    @property
    def once(self) -> bool:
        return self.coupon is not None and self.coupon.once_per_member


def take_coupon(bag: "Bag", buyer: Any, lines: list[OrderLine]) -> Reduction:
    """Count one use of the bag's code and share its sum among the lines. Items are locked by now.

    NotPlaced says why it cannot be used any more.
    """
    coupon = bag.coupon
    if coupon is None:
        return Reduction()
    if was_used_by(coupon, buyer):
        raise NotPlaced(f"You have used {coupon} already. Take it out of the bag to pay.")
    if not coupon.take():
        raise NotPlaced(f"{coupon}: {UNKNOWN} Take it out of the bag to pay.")
    totals = [line.total_cents for line in lines]
    cents = coupon.discount_on(sum(totals))
    for line, part in zip(lines, shared_out(cents, totals), strict=True):
        line.discount_cents = part
    return Reduction(coupon, cents)


def why_no_longer(coupon: Coupon, buyer: Any) -> str:
    """A sentence where a code that lies in this buyer's bag cannot be used any more.

    Their order that waits to be paid holds its use, so nothing is said while there is one.
    """
    if coupon.orders.waiting().filter(buyer=buyer).exists():
        return ""
    if was_used_by(coupon, buyer):
        return f"{coupon} is out of the bag: you have used it already."
    is_usable = Coupon.objects.usable().filter(pk=coupon.pk).exists()
    return "" if is_usable else f"{coupon} is out of the bag: its time is over, or it is used up."


def was_used_by(coupon: Coupon, buyer: Any) -> bool:
    """Whether a code that each member has once stands on an order of theirs."""
    used = coupon.orders.filter(buyer=buyer, cancelled_at=None)
    return coupon.once_per_member and used.exists()
