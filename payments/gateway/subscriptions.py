"""Membership at Stripe: prices by name, joining, and what became of a subscription."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import stripe
from django.conf import settings
from django.urls import reverse
from stripe.params import SubscriptionListParams
from stripe.params.checkout import SessionCreateParams

from payments.gateway.client import asks_stripe, client
from payments.gateway.plans import plan_of
from payments.gateway.results import Session, field_of, id_of, session_from
from payments.gateway.taxes import tax_within_bill

if TYPE_CHECKING:
    from payments.models import Joining

BILLS_AT_MOST = 100  # of one subscription that are looked at: eight years of months


@dataclass(frozen=True)
class Billed:
    """An invoice of a subscription as it is at Stripe now. Amounts in minor units."""

    id: str
    number: str
    reason: str  # subscription_create, subscription_cycle, subscription_update, …
    status: str  # draft, open, paid, void or uncollectible
    amount_cents: int
    currency: str
    made_at: datetime
    paid_at: datetime | None
    page_url: str
    tries: int
    next_try_at: datetime | None
    tax_cents: int | None = None  # within the amount; None where Stripe did not work it out


@dataclass(frozen=True)
class Subscription:
    """A subscription as it is at Stripe now. Amounts in minor units of `currency`."""

    id: str
    customer: str
    status: str
    plan: str  # monthly or yearly
    price_cents: int
    currency: str
    started_at: datetime
    period_end: datetime
    ends_at: datetime | None  # when it was told to end by itself
    ended_at: datetime | None
    unpaid_since: datetime | None  # while it is past due
    joining_key: str
    bills: tuple[Billed, ...] = ()

    @property
    def is_over(self) -> bool:
        return self.status in {"canceled", "incomplete_expired"}

    @property
    def in_short(self) -> str:
        """For the report of differences."""
        return f"{self.status}, {self.plan}, until {self.ends_at or self.period_end:%d %b %Y}"


@asks_stripe
def open_joining(joining: "Joining") -> Session:
    """The session of this try: opened now, or the one that its key has opened before."""
    key = str(joining.idempotency_key)
    params = _params(joining, key)
    if settings.STRIPE_TAX:
        params["automatic_tax"] = {"enabled": True}
    if not joining.customer_id:
        params["customer_email"] = joining.email
    else:
        params["customer"] = joining.customer_id
        if settings.STRIPE_TAX:  # which is worked out for the address they give now
            params["customer_update"] = {"address": "auto"}
    session = client().v1.checkout.sessions.create(params, {"idempotency_key": key})
    return session_from(session)


@asks_stripe
def fetch_subscription(subscription_id: str) -> Subscription:
    """The subscription as it is now, with its bills."""
    found = client().v1.subscriptions.retrieve(subscription_id, {"expand": ["latest_invoice"]})
    bills = client().v1.invoices.list({"subscription": subscription_id, "limit": BILLS_AT_MOST})
    return _subscription(found, tuple(map(_billed, bills.data)))


@asks_stripe
def all_subscriptions() -> list[Subscription]:
    """Every subscription of ours there is at Stripe, over or not, without its bills."""
    return list(_ours())


@asks_stripe
def end_subscription(subscription_id: str) -> None:
    """End it at once, with nothing charged or given back; one that is over stays as it is."""
    try:
        client().v1.subscriptions.cancel(subscription_id)
    except stripe.InvalidRequestError as error:
        if error.http_status != 404:
            raise


@asks_stripe
def subscription_behind(invoice_id: str) -> str:
    """The subscription that an invoice is for; nothing if it is for none."""
    parent = field_of(client().v1.invoices.retrieve(invoice_id), "parent")
    return id_of(field_of(field_of(parent, "subscription_details"), "subscription"))


def _ours() -> Iterator[Subscription]:
    params: SubscriptionListParams = {
        "status": "all",
        "limit": 100,
        "expand": ["data.latest_invoice"],
    }
    for each in client().v1.subscriptions.list(params).auto_paging_iter():
        if field_of(each.metadata, "joining"):
            yield _subscription(each)


def _params(joining: "Joining", key: str) -> SessionCreateParams:
    back = settings.SITE_URL + reverse("payments:joining_return")
    marks = {"joining": key}
    return {
        "mode": "subscription",
        "success_url": back,
        "cancel_url": f"{back}?left=1",
        "line_items": [{"price": joining.price_id, "quantity": 1}],
        "metadata": marks,
        "subscription_data": {"metadata": marks, "description": "Membership of Ashes Club"},
        "adaptive_pricing": {"enabled": False},
        "expires_at": int(joining.expires_at.timestamp()),
    }


def _subscription(found: stripe.Subscription, bills: tuple[Billed, ...] = ()) -> Subscription:
    item = found.items.data[0]
    period_end = _moment(item.current_period_end)
    ends = _moment(found.cancel_at) or (period_end if found.cancel_at_period_end else None)
    return Subscription(
        id=found.id,
        customer=id_of(found.customer),
        status=found.status,
        plan=plan_of(item.price),
        price_cents=item.price.unit_amount or 0,
        currency=found.currency,
        started_at=_at(found.start_date),
        period_end=_at(item.current_period_end),
        ends_at=ends,
        ended_at=_moment(found.ended_at),
        unpaid_since=_unpaid_since(found, item.current_period_start),
        joining_key=field_of(found.metadata, "joining") or "",
        bills=bills,
    )


def _unpaid_since(found: stripe.Subscription, period_start: int) -> datetime | None:
    """When the bill was made that keeps it past due."""
    if found.status != "past_due":
        return None
    return _at(field_of(found.latest_invoice, "created") or period_start)


def _billed(invoice: stripe.Invoice) -> Billed:
    paid_at = _moment(field_of(invoice.status_transitions, "paid_at"))
    return Billed(
        id=invoice.id or "",
        number=invoice.number or "",
        reason=invoice.billing_reason or "",
        status=invoice.status or "",
        amount_cents=invoice.total,
        currency=invoice.currency,
        made_at=_at(invoice.created),
        paid_at=paid_at if invoice.status == "paid" else None,
        page_url=_web_address(invoice.hosted_invoice_url),
        tries=invoice.attempt_count,
        next_try_at=_moment(field_of(invoice, "next_payment_attempt")),
        tax_cents=tax_within_bill(invoice),
    )


def _web_address(url: str | None) -> str:
    return url if url and url.startswith(("https://", "http://")) else ""


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _moment(seconds: int | None) -> datetime | None:
    return _at(seconds) if seconds else None
