"""The tax within what is given back: each document takes what all of them together come to.

So the notes of a refund in parts give back the tax of the whole, and not a cent else.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from payments.models.coupon import shared_out

if TYPE_CHECKING:
    from payments.gateway import Session
    from payments.gateway.taxes import Tax
    from payments.models.line import OrderLine
    from payments.models.order import Order


def note_tax_of(lines: "list[OrderLine]", session: "Session") -> None:
    """Keep with each line what of it is tax, where Stripe told."""
    told = sorted(zip(session.lines, session.tax_of_lines, strict=False))
    # Lines that look alike cost alike: which is which makes no difference.
    for line, (_, cents) in zip(sorted(lines, key=lambda one: one.as_sold), told, strict=False):
        line.tax_cents = cents
        line.save(update_fields=["tax_cents"])


def tax_of_copies(line: "OrderLine") -> list[int | None]:
    """The line's tax divided among its copies, to the last cent; None where it is not known."""
    if line.tax_cents is None:
        return [None] * line.quantity
    return [*shared_out(line.tax_cents, line.cents_of_copies)]


def tax_in(order: "Order", cents: int) -> int | None:
    """The tax within a further document over `cents`, where only the sum is known."""
    if order.tax_cents is None or not order.total_cents:
        return order.tax_cents
    before = order.invoices.aggregate(tax=Coalesce(Sum("tax_cents"), 0))["tax"]
    return _upto(order.tax_cents, order, cents) - before


def taxes_in(order: "Order", cents: int) -> "list[Tax] | None":
    """The same by rate, where the rates are known."""
    if not order.taxes or not order.total_cents:
        return None
    written: list[Tax] = [
        tax for taxes in order.invoices.values_list("taxes", flat=True) for tax in taxes or ()
    ]
    return [_part_of(tax, written, order, cents) for tax in order.taxes]


def _part_of(whole: "Tax", written: "list[Tax]", order: "Order", cents: int) -> "Tax":
    mine = [each for each in written if _rate(each) == _rate(whole)]
    tax = _upto(whole["tax_cents"], order, cents) - sum(each["tax_cents"] for each in mine)
    # Net is what is left of the sum, so that both together are always the sum.
    gross = _upto(whole["net_cents"] + whole["tax_cents"], order, cents)
    gross -= sum(each["net_cents"] + each["tax_cents"] for each in mine)
    return {**whole, "net_cents": gross - tax, "tax_cents": tax}


def _rate(tax: "Tax") -> tuple[str, str]:
    return tax["name"], tax["percent"]


def _upto(part: int, order: "Order", cents: int) -> int:
    """A part of the order, in proportion to all documents with the next one over `cents`."""
    before: Any = order.invoices.aggregate(cents=Coalesce(Sum("total_cents"), 0))
    return round(part * (before["cents"] + cents) / order.total_cents)
