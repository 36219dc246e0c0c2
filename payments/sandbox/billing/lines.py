"""Lines of invoices: a period of an item, or what a change in the middle of one gives back."""

from typing import Any

from payments.sandbox.billing.items import amount_of, described
from payments.sandbox.blanks import blank
from payments.sandbox.models import new_id


def period_line(item: dict[str, Any], start: int, end: int) -> dict[str, Any]:
    """A whole period of an item, paid in advance."""
    return _line(item, amount_of(item), described(item), start, end)


def proration_line(
    item: dict[str, Any], amount: int, words: str, start: int, end: int
) -> dict[str, Any]:
    """The part of a period that a change gives back (negative) or adds."""
    line = _line(item, amount, words, start, end)
    line["parent"]["subscription_item_details"]["proration"] = True
    return line | {"discountable": False}


def _line(item: dict[str, Any], amount: int, words: str, start: int, end: int) -> dict[str, Any]:
    price = item["price"]
    pricing = {
        "price_details": {"price": price["id"], "product": price["product"]},
        "type": "price_details",
        "unit_amount_decimal": price["unit_amount_decimal"],
    }
    return blank("line_item") | {
        "id": new_id("il"),
        "amount": amount,
        "currency": price["currency"],
        "description": words,
        "parent": _parent(item),
        "period": {"start": start, "end": end},
        "pricing": pricing,
        "quantity": item["quantity"],
        "quantity_decimal": str(item["quantity"]),
        "subscription": item["subscription"],
        "subtotal": amount,
    }


def _parent(item: dict[str, Any]) -> dict[str, Any]:
    details = {
        "invoice_item": None,
        "proration": False,
        "proration_details": {"credited_items": None},
        "subscription": item["subscription"],
        "subscription_item": item["id"],
    }
    return {
        "invoice_item_details": None,
        "subscription_item_details": details,
        "type": "subscription_item_details",
    }
