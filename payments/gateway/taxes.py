"""Tax as Stripe Tax worked it out: how much of a sum it is, and at which rates."""

from collections.abc import Iterable
from typing import Any, TypedDict

import stripe


class Tax(TypedDict):
    """Tax at one rate, within the prices; amounts in the currency's minor unit."""

    name: str  # VAT
    percent: str  # 19, or 25.5
    net_cents: int  # what it was worked out on
    tax_cents: int


def tax_within(session: stripe.checkout.Session) -> int | None:
    """The tax within a session's sum; None where Stripe has not worked it out."""
    if getattr(getattr(session, "automatic_tax", None), "status", None) != "complete":
        return None
    return getattr(getattr(session, "total_details", None), "amount_tax", None)


def tax_within_bill(invoice: stripe.Invoice) -> int | None:
    """The tax within an invoice of a subscription; None where Stripe has not worked it out."""
    if getattr(getattr(invoice, "automatic_tax", None), "status", None) != "complete":
        return None
    return sum(tax.amount for tax in invoice.total_taxes or ())


def tax_of_lines(session: stripe.checkout.Session, lines: list[stripe.LineItem]) -> tuple[int, ...]:
    """The tax within each line; nothing unless it comes to the tax of the whole."""
    taxes = tuple(line.amount_tax for line in lines)
    return taxes if sum(taxes) == tax_within(session) else ()


def taxes_by_rate(
    session: stripe.checkout.Session, lines: list[stripe.LineItem]
) -> tuple[Tax, ...] | None:
    """The same by rate, from lines with their `taxes`; None unless it comes to the whole."""
    found: dict[tuple[str, str], Tax] = {}
    for line in lines:
        for tax in _charged(getattr(line, "taxes", None)):
            name, percent = tax.rate.display_name or "Tax", _percent(tax.rate)
            sums = found.setdefault(
                (name, percent), Tax(name=name, percent=percent, net_cents=0, tax_cents=0)
            )
            sums["net_cents"] += _net(tax, line)
            sums["tax_cents"] += tax.amount
    together = sum(sums["tax_cents"] for sums in found.values())
    return tuple(found.values()) if found and together == tax_within(session) else None


def _charged(taxes: Iterable[Any] | None) -> list[Any]:
    """Without what is not collected, which Stripe lists at nought per cent."""
    return [tax for tax in taxes or () if tax.amount]


def _net(tax: Any, line: stripe.LineItem) -> int:
    return line.amount_total - line.amount_tax if tax.taxable_amount is None else tax.taxable_amount


def _percent(rate: Any) -> str:
    effective = getattr(rate, "effective_percentage", None)
    return f"{rate.percentage if effective is None else effective:g}"
