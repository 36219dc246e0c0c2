"""A subscription's life: each change plans the next step, and is told as an event."""

from typing import Any

from payments.sandbox import clock
from payments.sandbox.billing.calendar import DAY
from payments.sandbox.billing.items import items_of
from payments.sandbox.models import Resource
from payments.sandbox.webhooks.events import record

# Stripe tells of a renewal some days before, as the account's settings say.
NOTICE = 3 * DAY
OVER = ("canceled", "incomplete_expired")


def update(subscription: Resource, **values: Any) -> None:
    """Change a held subscription; `due_at` follows."""
    subscription.due_at = next_step(subscription, subscription.data | values)
    previous = subscription.change(**values)
    if previous:
        record("customer.subscription.updated", subscription.data, previous)


def next_step(subscription: Resource, data: dict[str, Any]) -> int | None:
    """When the clock has something to do: tell of a renewal, renew, or end."""
    if data["status"] in OVER:
        return None
    start, end = period_of(data)
    steps = [end] if data["cancel_at"] is None else [end, data["cancel_at"]]
    if data["cancel_at"] is None and subscription.hidden.get("announced") != end:
        steps.append(max(start, end - NOTICE))
    return min(steps)


def period_of(data: dict[str, Any]) -> tuple[int, int]:
    """The billing period that the items share."""
    item = items_of(data)[0]
    return item["current_period_start"], item["current_period_end"]


def end_later(subscription: Resource, at: int, by_flag: bool, said: dict[str, Any]) -> None:
    """It ends at that time. The API's flag shows both; the portal shows `cancel_at` alone.

    Source: docs.stripe.com/billing/subscriptions/billing-mode/compare.
    """
    told = subscription.data["cancellation_details"] | said | {"reason": "cancellation_requested"}
    update(
        subscription,
        cancel_at=at,
        cancel_at_period_end=by_flag,
        canceled_at=clock.now(),
        cancellation_details=told,
    )


def go_on(subscription: Resource) -> None:
    """The end is taken back."""
    nothing = dict.fromkeys(subscription.data["cancellation_details"])
    update(
        subscription,
        cancel_at=None,
        cancel_at_period_end=False,
        canceled_at=None,
        cancellation_details=nothing,
    )


def end_now(subscription: Resource, reason: str, said: dict[str, Any] | None = None) -> None:
    """It is over. What is open stays open, and is not collected by itself any more."""
    now = clock.now()
    told = subscription.data["cancellation_details"] | (said or {})
    subscription.due_at = None
    subscription.change(
        canceled_at=subscription.data["canceled_at"] or now,
        cancellation_details=told | {"reason": told["reason"] or reason},
        ended_at=now,
        status="canceled",
    )
    record("customer.subscription.deleted", subscription.data)
