"""Refunds: never more than was captured, some pending at first, some failing later."""

from typing import Any

from payments.sandbox import clock
from payments.sandbox.blanks import blank
from payments.sandbox.checkout.charges import keep_balance
from payments.sandbox.checkout.pricing import money
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record

# Seconds of sandbox time until a pending refund arrives or a doomed one fails.
SETTLES_AFTER = 60


def refund_charge(charge: Resource, amount: int | None, given: dict[str, Any]) -> dict[str, Any]:
    """Refund a locked charge, all that is left or `amount` of it; returns the refund."""
    left = charge.data["amount_captured"] - charge.data["amount_refunded"]
    amount = _checked(charge, left if amount is None else amount, left)
    fate = charge.hidden.get("refund", "succeeded")
    due_at = None if fate == "succeeded" else clock.now() + SETTLES_AFTER
    status = "pending" if fate == "pending" else "succeeded"
    kept = Resource.objects.add(_build(charge.data, amount, status) | given, due_at, {"fate": fate})
    kept.change(balance_transaction=keep_balance(kept.data, "refund", -amount))
    refunded = charge.data["amount_refunded"] + amount
    whole = refunded == charge.data["amount"]
    previous = charge.change(amount_refunded=refunded, refunded=whole)
    record("refund.created", kept.data)
    record("charge.refunded", charge.data, previous)
    return kept.data


def settle_refund(refund: Resource) -> None:
    """What was left open is decided: a pending refund succeeds, a doomed one fails."""
    refund.due_at = None
    if refund.hidden["fate"] == "failed":
        _fail(refund)
    else:
        previous = refund.change(status="succeeded", pending_reason=None)
        record("refund.updated", refund.data, previous)
        record("charge.refund.updated", refund.data, previous)


def _fail(refund: Resource) -> None:
    """The money comes back to us, and the charge counts as not refunded by that much."""
    charge = Resource.objects.locked("charge", refund.data["charge"])
    back = keep_balance(refund.data, "refund_failure", refund.data["amount"])
    reason = "expired_or_canceled_card"
    previous = refund.change(
        status="failed", failure_reason=reason, failure_balance_transaction=back
    )
    left = charge.data["amount_refunded"] - refund.data["amount"]
    charge.change(amount_refunded=left, refunded=False)
    record("refund.updated", refund.data, previous)
    record("charge.refund.updated", refund.data, previous)
    record("refund.failed", refund.data)


def _checked(charge: Resource, amount: int, left: int) -> int:
    currency = charge.data["currency"]
    if charge.data["status"] != "succeeded":
        message = f"Charge {charge.ref} has not succeeded and cannot be refunded."
        raise Refusal(message, code="charge_not_refundable", param="charge")
    if _is_lost_or_disputed(charge):
        message = f"Charge {charge.ref} has been charged back; cannot issue a refund."
        raise Refusal(message, code="charge_disputed", param="charge")
    if left == 0:
        message = f"Charge {charge.ref} has already been refunded."
        raise Refusal(message, code="charge_already_refunded")
    if amount < 1:
        message = "Invalid positive integer"
        raise Refusal(message, code="parameter_invalid_integer", param="amount", kept=False)
    if amount > left:
        message = (
            f"Refund amount ({money(amount, currency)}) is greater than unrefunded amount on "
            f"charge ({money(left, currency)})"
        )
        raise Refusal(message, param="amount")
    return amount


def _is_lost_or_disputed(charge: Resource) -> bool:
    disputes = Resource.objects.of("dispute").filter(data__charge=charge.ref)
    return disputes.exclude(data__status="won").exists()


def _build(charge: dict[str, Any], amount: int, status: str) -> dict[str, Any]:
    made = blank("refund")
    if charge["payment_method_details"]["type"] != "card":
        made["destination_details"] = None
    return made | {
        "id": new_id("re"),
        "amount": amount,
        "charge": charge["id"],
        "created": clock.now(),
        "currency": charge["currency"],
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "pending_reason": "processing" if status == "pending" else None,
        "status": status,
    }
