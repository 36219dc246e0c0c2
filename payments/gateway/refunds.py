"""Money given back."""

from dataclasses import dataclass

from payments.gateway.client import asks_stripe, client


@dataclass(frozen=True)
class Refund:
    id: str
    status: str  # succeeded, pending, failed, requires_action or canceled
    amount: int  # minor units


@asks_stripe
def refund(payment_intent: str, *, key: str) -> Refund:
    """Give back all that was captured of this payment; the same key never refunds twice."""
    made = client().v1.refunds.create({"payment_intent": payment_intent}, {"idempotency_key": key})
    return Refund(id=made.id, status=made.status or "", amount=made.amount)
