"""What the clock does to subscriptions and their invoices when their time has come."""

from typing import Any

from payments.sandbox import clock
from payments.sandbox.billing.calendar import next_boundary
from payments.sandbox.billing.collecting import collect
from payments.sandbox.billing.invoices import (
    build_invoice,
    finalize,
    keep_invoice,
    stop_collecting,
)
from payments.sandbox.billing.items import items_of, listed, period, recurring_of
from payments.sandbox.billing.lines import period_line
from payments.sandbox.billing.states import OVER, end_now, next_step, period_of, update
from payments.sandbox.models import Resource
from payments.sandbox.webhooks.events import record


def settle_subscription(subscription: Resource) -> None:
    """It ends, renews, or says that it will renew soon."""
    ends, (_, end) = subscription.data["cancel_at"], period_of(subscription.data)
    if ends is not None and ends <= clock.now():
        end_now(subscription, "cancellation_requested")
    elif end <= clock.now():
        _renew(subscription)
    else:
        _announce(subscription, end)


def _renew(subscription: Resource) -> None:
    """The next period begins with a draft invoice, which the clock finalises an hour later."""
    data = subscription.data
    begun, start = period_of(data)
    end = next_boundary(data["billing_cycle_anchor"], recurring_of(data), start)
    pending = subscription.hidden.pop("pending", [])
    drafted = next_invoice(data, pending, start, end, "subscription_cycle")
    drafted |= {"period_start": begun, "period_end": start}
    collects = data["status"] != "unpaid"
    invoice = keep_invoice(drafted | {"auto_advance": collects}, waits=collects)
    items = [item | period(start, end) for item in items_of(data)]
    update(subscription, items=listed(subscription.ref, items), latest_invoice=invoice.ref)


def next_invoice(
    data: dict[str, Any], pending: list[dict[str, Any]], start: int, end: int, reason: str
) -> dict[str, Any]:
    """The invoice of a period: what changes left pending, then every item."""
    lines = [period_line(item, start, end) for item in items_of(data)]
    return build_invoice(data, [*pending, *lines], reason)


def preview(subscription: Resource) -> dict[str, Any]:
    """The next invoice, before there is one."""
    data = subscription.data
    start, end = period_of(data)
    later = next_boundary(data["billing_cycle_anchor"], recurring_of(data), end)
    pending = subscription.hidden.get("pending", [])
    made = next_invoice(data, pending, end, later, "upcoming")
    ref = f"upcoming_{made['id']}"
    lines = made["lines"] | {"url": f"/v1/invoices/{ref}/lines"}
    lines["data"] = [line | {"invoice": ref} for line in lines["data"]]
    dates = {"period_start": start, "period_end": end, "next_payment_attempt": end}
    return made | dates | {"id": ref, "lines": lines}


def _announce(subscription: Resource, end: int) -> None:
    subscription.hidden["announced"] = end
    record("invoice.upcoming", preview(subscription))
    subscription.due_at = next_step(subscription, subscription.data)
    subscription.change()


def settle_invoice(invoice: Resource) -> None:
    """A draft is finalised and collected; an open one is tried again."""
    ref = invoice.hidden["subscription"]
    subscription = Resource.objects.locked("subscription", ref)
    if subscription.data["status"] in OVER:
        stop_collecting(invoice)
        return
    if invoice.data["status"] == "draft":
        finalize(invoice)
    collect(subscription, invoice)
