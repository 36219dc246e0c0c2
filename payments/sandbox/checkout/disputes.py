"""Disputes: the buyer's bank takes the money back, and later says who may keep it."""

from typing import Any

from payments.sandbox import clock
from payments.sandbox.blanks import blank
from payments.sandbox.checkout.charges import keep_balance
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record

# Seconds of sandbox time between the evidence and the bank's word.
DECIDED_AFTER = 60
FEE = 2_000  # cents, kept whoever wins
_DAY = 24 * 3600
# What Stripe's own test mode reads in `uncategorized_text`.
OUTCOMES = {"winning_evidence": "won", "losing_evidence": "lost"}
_OPEN = {"needs_response", "under_review"}


def open_dispute(charge: Resource) -> Resource:
    """The buyer of a locked, paid charge says it was not them: the money leaves us at once."""
    kept = Resource.objects.add(_build(charge.data))
    charge.change(disputed=True)
    record("charge.dispute.created", kept.data)
    _move_money(kept, -charge.data["amount"], FEE)
    record("charge.dispute.funds_withdrawn", kept.data)
    return kept


def answer_dispute(dispute: Resource, evidence: dict[str, Any], submit: bool) -> None:
    """Stage evidence for a locked dispute; submitted, it goes to the bank, once."""
    _must_be_open(dispute)
    values: dict[str, Any] = {"evidence": dispute.data["evidence"] | evidence}
    if submit:
        details = dispute.data["evidence_details"]
        counted = {"has_evidence": True, "submission_method": "manual"}
        counted["submission_count"] = details["submission_count"] + 1
        values |= {"status": "under_review", "evidence_details": details | counted}
        outcome = OUTCOMES.get(evidence.get("uncategorized_text", ""))
        if outcome:
            dispute.hidden["outcome"] = outcome
            dispute.due_at = clock.now() + DECIDED_AFTER
    previous = dispute.change(**values)
    record("charge.dispute.updated", dispute.data, previous)


def accept_dispute(dispute: Resource) -> None:
    """The shop gives in: a locked dispute is lost."""
    _must_be_open(dispute)
    dispute.hidden["outcome"] = "lost"
    decide_dispute(dispute)


def decide_dispute(dispute: Resource) -> None:
    """The bank's word: won brings the money back, lost leaves it where it is."""
    dispute.due_at = None
    previous = dispute.change(status=dispute.hidden["outcome"])
    record("charge.dispute.closed", dispute.data, previous)
    if dispute.data["status"] == "won":
        _move_money(dispute, dispute.data["amount"])
        record("charge.dispute.funds_reinstated", dispute.data)


def _move_money(dispute: Resource, amount: int, fee: int = 0) -> None:
    entry = keep_balance(dispute.data, "adjustment", amount, fee)
    movement = Resource.objects.fetch("balance_transaction", entry)
    dispute.change(balance_transactions=[*dispute.data["balance_transactions"], movement.data])


def _must_be_open(dispute: Resource) -> None:
    if dispute.data["status"] not in _OPEN:
        raise Refusal("This dispute is already closed.", code="dispute_already_closed")


def _build(charge: dict[str, Any]) -> dict[str, Any]:
    made = blank("dispute")
    due = {"due_by": clock.now() + 7 * _DAY}
    return made | {
        "id": new_id("du"),
        "amount": charge["amount"],
        "charge": charge["id"],
        "created": clock.now(),
        "currency": charge["currency"],
        "evidence_details": made["evidence_details"] | due,
        "payment_intent": charge["payment_intent"],
    }
