"""Charges and what they do to the balance."""

from typing import Any

from payments.sandbox import clock
from payments.sandbox.blanks import blank
from payments.sandbox.checkout.cards import Card
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record

_DAY = 24 * 3600
_PAID = ("approved_by_network", None, "authorized", "Payment complete.")


def keep_charge(intent: dict[str, Any], method: Resource, card: Card | None, status: str) -> dict:
    """A new charge of an intent, "succeeded", "pending" or "failed", with its event."""
    data = blank("charge") | _from_intent(intent) | _result(intent, card, status)
    data |= {
        "id": new_id("ch"),
        "billing_details": method.data["billing_details"],
        "created": clock.now(),
        "payment_method": method.ref,
        "payment_method_details": _details(method),
    }
    kept = Resource.objects.add(data, hidden={"refund": card.refund if card else "succeeded"})
    if status == "succeeded":
        book_charge(kept)
    record(f"charge.{status}", kept.data)
    return kept.data


def _from_intent(intent: dict[str, Any]) -> dict[str, Any]:
    same = ["amount", "currency", "customer", "description", "metadata", "receipt_email"]
    same += ["shipping"]
    return {name: intent[name] for name in same} | {"payment_intent": intent["id"]}


def _result(intent: dict[str, Any], card: Card | None, status: str) -> dict[str, Any]:
    failed = status == "failed"
    return {
        "amount_captured": 0 if failed else intent["amount"],
        "captured": not failed,
        "failure_code": card.code if failed and card else None,
        "failure_message": card.message if failed and card else None,
        "outcome": _outcome(card if failed else None),
        "paid": status == "succeeded",
        "status": status,
    }


def book_charge(charge: Resource) -> None:
    """The charge reaches the balance, less Stripe's fee (1.5% and 25 cents in this sandbox)."""
    fee = charge.data["amount"] * 15 // 1000 + 25
    entry = keep_balance(charge.data, "charge", charge.data["amount"], fee)
    charge.change(balance_transaction=entry)


def keep_balance(source: dict[str, Any], kind: str, amount: int, fee: int = 0) -> str:
    """One movement of the balance; returns its id. Amounts leaving us are negative."""
    now = clock.now()
    detail = {"amount": fee, "application": None, "currency": source["currency"]}
    data = {
        "id": new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now + 2 * _DAY,
        "balance_type": "payments",
        "created": now,
        "currency": source["currency"],
        "description": source.get("description"),
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [detail | {"description": "Sandbox fee", "type": "stripe_fee"}] * bool(fee),
        "net": amount - fee,
        "reporting_category": kind,
        "source": source["id"],
        "status": "pending",
        "type": kind,
    }
    return Resource.objects.add(data).ref


def _outcome(declined: Card | None) -> dict[str, Any]:
    network, reason, kind, message = _PAID
    if declined:
        network, reason = "declined_by_network", declined.decline_code or declined.code
        kind, message = "issuer_declined", "The bank did not approve the payment."
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": network,
        "reason": reason,
        "risk_level": "normal",
        "risk_score": 10,
        "seller_message": message,
        "type": kind,
    }


def _details(method: Resource) -> dict[str, Any]:
    kind = method.data["type"]
    shown = dict(method.data[kind])
    if kind == "sepa_debit":
        shown = {k: v for k, v in shown.items() if k != "generated_from"} | {"mandate": None}
        return {"type": kind, kind: shown}
    dropped = ("display_brand", "generated_from", "networks", "three_d_secure_usage")
    shown = {k: v for k, v in shown.items() if k not in dropped}
    secure = {"authentication_flow": "challenge", "result": "authenticated", "version": "2.2.0"}
    shown |= {"network": "visa", "installments": None, "mandate": None}
    return {"type": kind, kind: shown | {"three_d_secure": secure if _asked(method) else None}}


def _asked(method: Resource) -> bool:
    return bool(method.hidden.get("authenticated"))
