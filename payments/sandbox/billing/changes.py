"""Another price or quantity in the middle of a period, and what that gives back or adds."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from payments.sandbox import clock
from payments.sandbox.billing.calendar import next_boundary
from payments.sandbox.billing.collecting import collect
from payments.sandbox.billing.invoices import build_invoice, finalize, keep_invoice
from payments.sandbox.billing.items import (
    amount_of,
    items_of,
    listed,
    period,
    priced,
    recurring_of,
    rhythm,
)
from payments.sandbox.billing.lines import period_line, proration_line
from payments.sandbox.billing.states import period_of, update
from payments.sandbox.checkout.cards import Card
from payments.sandbox.models import Resource


def change_items(
    subscription: Resource, wanted: list[tuple[dict[str, Any], int]], behavior: str
) -> Card | None:
    """Give each item of a held subscription its (price, quantity); a refusal if billed in vain.

    Where the rhythm stays, what is due waits for the next invoice unless `behavior` is
    "always_invoice". Another rhythm starts a new period today, which is billed at once.
    """
    old, now = items_of(subscription.data), clock.now()
    start, end = period_of(subscription.data)
    news = [
        item | priced(price) | {"quantity": quantity}
        for item, (price, quantity) in zip(old, wanted, strict=True)
    ]
    if rhythm(news[0]["price"]["recurring"]) != rhythm(recurring_of(subscription.data)):
        return _start_anew(subscription, news, _credits(old, now, start, end, behavior))
    changed = [n for n, item in enumerate(news) if item != old[n]]
    lines = _credits([old[n] for n in changed], now, start, end, behavior)
    lines += _debits([news[n] for n in changed], now, start, end, behavior)
    update(subscription, items=listed(subscription.ref, news))
    if behavior == "always_invoice":
        return bill(subscription, lines)
    subscription.hidden["pending"] = [*subscription.hidden.get("pending", []), *lines]
    subscription.change()
    return None


def _start_anew(
    subscription: Resource, items: list[dict[str, Any]], credits: list[dict[str, Any]]
) -> Card | None:
    now = clock.now()
    end = next_boundary(now, items[0]["price"]["recurring"], now)
    items = [item | period(now, end) for item in items]
    shown = listed(subscription.ref, items)
    update(subscription, items=shown, billing_cycle_anchor=now)
    return bill(subscription, [*credits, *(period_line(item, now, end) for item in items)])


def bill(subscription: Resource, lines: list[dict[str, Any]]) -> Card | None:
    """Invoice these lines at once, with what is pending; returns why they were not paid."""
    pending = subscription.hidden.pop("pending", [])
    data = build_invoice(subscription.data, [*pending, *lines], "subscription_update")
    invoice = keep_invoice(data)
    finalize(invoice)
    update(subscription, latest_invoice=invoice.ref)
    return collect(subscription, invoice)


def _credits(
    items: list[dict[str, Any]], now: int, start: int, end: int, behavior: str
) -> list[dict[str, Any]]:
    if behavior == "none":
        return []
    return [_part(item, -1, "Unused time on", now, start, end) for item in items]


def _debits(
    items: list[dict[str, Any]], now: int, start: int, end: int, behavior: str
) -> list[dict[str, Any]]:
    if behavior == "none":
        return []
    return [_part(item, 1, "Remaining time on", now, start, end) for item in items]


def _part(
    item: dict[str, Any], sign: int, words: str, now: int, start: int, end: int
) -> dict[str, Any]:
    """An item's share of what is left of its period, to the second as at Stripe."""
    share = Decimal(amount_of(item) * (end - now)) / (end - start)
    amount = sign * int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    name = Resource.objects.get(ref=item["price"]["product"]).data["name"]
    day = datetime.fromtimestamp(now, UTC)
    said = f"{words} {name} after {day.day} {day:%b %Y}"
    return proration_line(item, amount, said, now, end)
