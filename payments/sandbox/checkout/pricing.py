"""Adds up a session: lines, discounts, totals. All amounts are in the currency's minor unit."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from payments.sandbox.errors import Refusal

# The least that Stripe charges; other currencies are not checked.
_LEAST = {"eur": 50, "usd": 50, "gbp": 30, "jpy": 50, "chf": 50}
_ZERO_DECIMAL = {"jpy", "krw", "vnd", "clp", "isk", "pyg", "ugx", "xaf", "xof", "xpf"}
_SIGNS = {"eur": "€", "usd": "$", "gbp": "£", "jpy": "¥"}


def money(amount: int, currency: str) -> str:
    """An amount for people: 2400, "eur" becomes "€24.00"."""
    digits = 0 if currency in _ZERO_DECIMAL else 2
    value = Decimal(amount).scaleb(-digits)
    sign = _SIGNS.get(currency, f"{currency.upper()} ")
    return f"{sign}{value:,.{digits}f}"


def line_total(price: dict[str, Any], quantity: int) -> int:
    """What `quantity` of a price costs; decimals of a minor unit are rounded per line."""
    unit = Decimal(price["unit_amount_decimal"] or price["unit_amount"])
    return _rounded(unit * quantity)


def shares(coupon: dict[str, Any], lines: list[dict[str, Any]]) -> list[int]:
    """How much of a coupon falls on each line (0 where the coupon does not apply)."""
    allowed = (coupon.get("applies_to") or {}).get("products")
    bases = [
        line["amount_subtotal"] if not allowed or line["price"]["product"] in allowed else 0
        for line in lines
    ]
    if coupon["percent_off"] is not None:
        percent = Decimal(str(coupon["percent_off"]))
        return [_rounded(base * percent / 100) for base in bases]
    return _spread(min(coupon["amount_off"], sum(bases)), bases)


def totals(lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The amounts that a session shows, from its finished lines."""
    lines = list(lines)
    return {
        "amount_subtotal": sum(line["amount_subtotal"] for line in lines),
        "amount_total": sum(line["amount_total"] for line in lines),
        "total_details": {
            "amount_discount": sum(line["amount_discount"] for line in lines),
            "amount_shipping": 0,
            "amount_tax": sum(line["amount_tax"] for line in lines),
        },
    }


def check_chargeable(amount: int, currency: str) -> None:
    """Nothing at all is fine (a full discount); a few cents are less than Stripe charges."""
    least = _LEAST.get(currency, 0)
    if 0 < amount < least:
        message = (
            f"The Checkout Session's total amount due must add up to at least "
            f"{money(least, currency)} {currency}"
        )
        raise Refusal(message, code="amount_too_small", param="line_items")


def _spread(amount: int, bases: list[int]) -> list[int]:
    """Split an amount in proportion, so that the parts add up exactly."""
    whole, seen, given, parts = sum(bases), 0, 0, []
    for base in bases:
        seen += base
        upto = amount * seen // whole if whole else 0
        parts.append(upto - given)
        given = upto
    return parts


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
