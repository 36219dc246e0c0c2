"""Money that went back, or is asked back: refunds and disputes of a payment."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import stripe
from stripe.params import RefundCreateParams

from payments.gateway.client import asks_stripe, client
from payments.gateway.results import field_of

AT_MOST = 100  # refunds of one payment that are looked at; an order has fewer pieces
WITH_MONEY = {"needs_response", "under_review", "won", "lost"}


@dataclass(frozen=True)
class Refunded:
    """A refund as it is at Stripe now; `key` is the one we asked with, or nothing."""

    id: str
    status: str  # succeeded, pending, failed, requires_action or canceled
    amount: int  # minor units
    key: str

    @property
    def has_failed(self) -> bool:
        return self.status in {"failed", "canceled"}


@dataclass(frozen=True)
class Disputed:
    """A dispute as it is at Stripe now."""

    id: str
    status: str  # needs_response, under_review, won, lost, or warning_… for an inquiry
    amount: int  # minor units
    reason: str
    opened_at: datetime
    due_by: datetime | None

    @property
    def took_money(self) -> bool:
        """An inquiry takes none yet."""
        return self.status in WITH_MONEY

    @property
    def is_won(self) -> bool:
        return self.status == "won"


@dataclass(frozen=True)
class Payment:
    """What Stripe has of one payment intent. Amounts in minor units of `currency`."""

    intent: str
    order_number: str
    currency: str
    captured: int
    refunds: tuple[Refunded, ...]
    disputes: tuple[Disputed, ...]

    @property
    def balance(self) -> int:
        """What is left of it with us, Stripe's fees left out."""
        back = sum(refund.amount for refund in self.refunds if not refund.has_failed)
        taken = sum(each.amount for each in self.disputes if each.took_money and not each.is_won)
        return self.captured - back - taken


@asks_stripe
def refund(payment_intent: str, amount: int, *, reason: str, key: str) -> Refunded:
    """Give back `amount` of this payment; the same key never refunds twice."""
    params: RefundCreateParams = {
        "payment_intent": payment_intent,
        "amount": amount,
        "metadata": {"refund": key},
    }
    if reason in {"requested_by_customer", "duplicate", "fraudulent"}:
        params["reason"] = reason  # type: ignore[typeddict-item]
    return _refunded(client().v1.refunds.create(params, {"idempotency_key": key}))


@asks_stripe
def fetch_payment(payment_intent: str) -> Payment:
    """The payment as it is now, with its refunds and disputes."""
    stripes = client().v1
    intent = stripes.payment_intents.retrieve(payment_intent)
    refunds = stripes.refunds.list({"payment_intent": payment_intent, "limit": AT_MOST})
    disputes = stripes.disputes.list({"payment_intent": payment_intent, "limit": AT_MOST})
    return Payment(
        intent=intent.id,
        order_number=field_of(field_of(intent, "metadata"), "order") or "",
        currency=intent.currency,
        captured=intent.amount_received or 0,
        refunds=tuple(map(_refunded, refunds.data)),
        disputes=tuple(map(_disputed, disputes.data)),
    )


@asks_stripe
def payment_behind(event_type: str, object_id: str) -> str:
    """The payment intent that an event about a charge, refund or dispute is about; or nothing."""
    stripes = client().v1
    if event_type.startswith("charge.dispute."):
        found: Any = stripes.disputes.retrieve(object_id)
    elif event_type.startswith(("refund.", "charge.refund.")):
        found = stripes.refunds.retrieve(object_id)
    else:
        found = stripes.charges.retrieve(object_id)
    intent = field_of(found, "payment_intent")
    return intent if isinstance(intent, str) else field_of(intent, "id") or ""


def _refunded(refund: stripe.Refund) -> Refunded:
    key = field_of(field_of(refund, "metadata"), "refund") or ""
    return Refunded(refund.id, refund.status or "", refund.amount, key)


def _disputed(dispute: stripe.Dispute) -> Disputed:
    due_by = field_of(dispute.evidence_details, "due_by")
    return Disputed(
        id=dispute.id,
        status=dispute.status,
        amount=dispute.amount,
        reason=dispute.reason,
        opened_at=datetime.fromtimestamp(dispute.created, UTC),
        due_by=datetime.fromtimestamp(due_by, UTC) if due_by else None,
    )
