"""Another price or quantity in the middle of a period, and what that gives back or adds."""

from dataclasses import dataclass
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
from payments.sandbox.billing.states import update
from payments.sandbox.checkout.cards import Card
from payments.sandbox.models import Resource


@dataclass(frozen=True)
class Change:
    """What a subscription would become: its items, the lines this brings, and when they are paid.

    `anchor` is the new beginning where the rhythm changes, else None.
    """

    items: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    billed_now: bool
    anchor: int | None = None


def plan_change(
    data: dict[str, Any], wanted: list[tuple[dict[str, Any], int]], behavior: str
) -> Change:
    """Give each item its (price, quantity).

    Where the rhythm stays, what is due waits for the next invoice unless `behavior` is
    "always_invoice". Another rhythm starts a new period today, which is billed at once.
    """
    old = items_of(data)
    news = [
        item | priced(price) | {"quantity": quantity}
        for item, (price, quantity) in zip(old, wanted, strict=True)
    ]
    changed = [n for n, item in enumerate(news) if item != old[n]]
    prorates = behavior != "none"
    credits = _parts([old[n] for n in changed], -1, "Unused time on") if prorates else []
    if rhythm(news[0]["price"]["recurring"]) != rhythm(recurring_of(data)):
        return _anew(news, credits)
    debits = _parts([news[n] for n in changed], 1, "Remaining time on") if prorates else []
    return Change(news, credits + debits, behavior == "always_invoice")


def _anew(items: list[dict[str, Any]], credits: list[dict[str, Any]]) -> Change:
    now = clock.now()
    end = next_boundary(now, items[0]["price"]["recurring"], now)
    items = [item | period(now, end) for item in items]
    lines = [*credits, *(period_line(item, now, end) for item in items)]
    return Change(items, lines, billed_now=True, anchor=now)


def carry_out(subscription: Resource, change: Change) -> Card | None:
    """Change a held subscription; returns why what was billed was not paid."""
    began = {"billing_cycle_anchor": change.anchor} if change.anchor else {}
    update(subscription, items=listed(subscription.ref, change.items), **began)
    if change.billed_now and change.lines:
        return bill(subscription, change.lines)
    pending = [*subscription.hidden.get("pending", []), *change.lines]
    subscription.hidden["pending"] = pending
    subscription.change()
    return None


def bill(subscription: Resource, lines: list[dict[str, Any]]) -> Card | None:
    """Invoice these lines at once, with what is pending; returns why they were not paid."""
    pending = subscription.hidden.pop("pending", [])
    data = build_invoice(subscription.data, [*pending, *lines], "subscription_update")
    invoice = keep_invoice(data)
    finalize(invoice)
    update(subscription, latest_invoice=invoice.ref)
    return collect(subscription, invoice)


def _parts(items: list[dict[str, Any]], sign: int, words: str) -> list[dict[str, Any]]:
    """Each item's share of what is left of its period, to the second as at Stripe."""
    return [_part(item, sign, words, clock.now()) for item in items]


def _part(item: dict[str, Any], sign: int, words: str, now: int) -> dict[str, Any]:
    start, end = item["current_period_start"], item["current_period_end"]
    share = Decimal(amount_of(item) * (end - now)) / (end - start)
    amount = sign * int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    name = Resource.objects.get(ref=item["price"]["product"]).data["name"]
    day = datetime.fromtimestamp(now, UTC)
    said = f"{words} {name} after {day.day} {day:%b %Y}"
    return proration_line(item, amount, said, now, end)
