"""Dates and amounts as the pages print them."""

from datetime import UTC, datetime
from typing import Any

from payments.sandbox.billing.items import amount_of, items_of, rhythm
from payments.sandbox.billing.states import period_of
from payments.sandbox.checkout.pricing import line_total, money
from payments.sandbox.models import Resource

_STATUSES = {
    "active": "Active",
    "past_due": "Payment overdue",
    "unpaid": "Unpaid",
    "canceled": "Ended",
    "incomplete": "Not paid yet",
}
_INVOICES = {
    "draft": "Being prepared",
    "open": "Open",
    "paid": "Paid",
    "uncollectible": "Open",
    "void": "Void",
}
PAYABLE = ("open", "uncollectible")


def day(moment: int | None) -> str:
    """26 November 2026."""
    if moment is None:
        return ""
    at = datetime.fromtimestamp(moment, UTC)
    return f"{at.day} {at:%B %Y}"


def price_words(price: dict[str, Any]) -> str:
    """€4.90 every month."""
    amount = money(line_total(price, 1), price["currency"])
    return f"{amount} every {rhythm(price['recurring'])}"


def subscription_words(subscription: Resource) -> dict[str, Any]:
    """A subscription, ready to print."""
    data = subscription.data
    item = items_of(data)[0]
    total = sum(amount_of(each) for each in items_of(data))
    return {
        "id": data["id"],
        "name": Resource.objects.get(ref=item["price"]["product"]).data["name"],
        "price": f"{money(total, data['currency'])} every {rhythm(item['price']['recurring'])}",
        "status": data["status"],
        "status_words": _STATUSES.get(data["status"], data["status"]),
        "until": day(period_of(data)[1]),
        "ends": day(data["cancel_at"]),
    }


def invoice_words(invoice: Resource) -> dict[str, Any]:
    """An invoice, ready to print."""
    data = invoice.data
    return {
        "id": data["id"],
        "number": data["number"] or "",
        "day": day(data["status_transitions"]["finalized_at"] or data["created"]),
        "amount": money(data["amount_due"], data["currency"]),
        "total": money(data["total"], data["currency"]),
        "status": data["status"],
        "status_words": _INVOICES[data["status"]],
        "payable": data["status"] in PAYABLE,
        "lines": [_line_words(line) for line in data["lines"]["data"]],
        "discount": _off(data),
        "credit": _credit(data),
        "tax": _tax(data),
        "next": day(data["next_payment_attempt"]),
    }


def _line_words(line: dict[str, Any]) -> dict[str, str]:
    begins, ends = day(line["period"]["start"]), day(line["period"]["end"])
    return {
        "name": line["description"],
        "period": f"{begins} to {ends}",
        "amount": money(line["amount"], line["currency"]),
    }


def _off(data: dict[str, Any]) -> str:
    off = sum(each["amount"] for each in data["total_discount_amounts"])
    return money(off, data["currency"]) if off else ""


def _tax(data: dict[str, Any]) -> str:
    tax = sum(each["amount"] for each in data["total_taxes"])
    return money(tax, data["currency"]) if tax else ""


def _credit(data: dict[str, Any]) -> str:
    """How much of a credit this invoice used up."""
    used = (data["ending_balance"] or 0) - data["starting_balance"]
    return money(used, data["currency"]) if data["starting_balance"] < 0 and used > 0 else ""


def card_words(method: Resource | None) -> str:
    """Visa ending in 4242, expires 12/2034."""
    if method is None:
        return ""
    card = method.data["card"]
    return f"Visa ending in {card['last4']}, expires {card['exp_month']:02}/{card['exp_year']}"
