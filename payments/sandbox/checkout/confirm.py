"""Paying a session, once: every path takes the session's row lock first."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from payments.sandbox import clock
from payments.sandbox.billing.joining import join
from payments.sandbox.checkout import intents
from payments.sandbox.checkout.cards import Card
from payments.sandbox.checkout.charges import keep_charge
from payments.sandbox.checkout.customers import keep_customer
from payments.sandbox.checkout.discounts import discount_refusal, redeem
from payments.sandbox.checkout.disputes import open_dispute
from payments.sandbox.checkout.methods import Payer, card_of, keep_bank_debit, keep_card
from payments.sandbox.checkout.tax import levy
from payments.sandbox.models import Resource
from payments.sandbox.webhooks.events import record

# Seconds of sandbox time until a bank debit is decided.
DEBIT_SETTLES_AFTER = 60


@dataclass(frozen=True)
class Outcome:
    """How an attempt went: "complete", "declined", "authenticate" or "closed" (with a reason)."""

    state: str
    message: str = ""
    code: str = ""
    decline_code: str = ""


@transaction.atomic
def confirm(ref: str, payer: Payer, method: Resource | None = None) -> Outcome:
    """Try to pay an open session; a decline leaves it open for the next attempt."""
    session = Resource.objects.locked("checkout.session", ref)
    if not is_open(session):
        return Outcome("closed")
    refused = discount_refusal(session)
    if refused:
        return Outcome("declined", refused, "promotion_code_invalid")
    _remember(session, payer)
    if is_free(session.data):
        return _complete_free(session)
    method = method or (keep_bank_debit(payer) if payer.bank else keep_card(payer))
    if session.data["amount_total"] == 0:
        return _save_card(session, method)
    intent = intents.intent_of(session)
    if method.data["type"] == "sepa_debit":
        return _debit(session, intent, method)
    if card_of(method.hidden["number"]).asks_3ds:
        session.hidden["authenticating"] = method.ref
        session.change()
        intents.ask_to_authenticate(intent, session, method)
        return Outcome("authenticate")
    return _charge(session, intent, method)


@transaction.atomic
def authenticate(ref: str, passed: bool) -> Outcome:
    """The buyer comes back from 3-D Secure."""
    session = Resource.objects.locked("checkout.session", ref)
    waiting = session.hidden.pop("authenticating", None)
    if not is_open(session) or waiting is None:
        return Outcome("closed")
    session.change()
    intent = intents.intent_of(session)
    method = Resource.objects.fetch("payment_method", waiting)
    if not passed:
        return _declined(intents.fail_authentication(intent, method))
    method.hidden["authenticated"] = True
    method.change()
    return _charge(session, intent, method)


def is_open(session: Resource) -> bool:
    """May this session be paid now? The time counts, not whether its end was written down."""
    return session.data["status"] == "open" and session.data["expires_at"] > clock.now()


def is_free(session: dict[str, Any]) -> bool:
    """Is there nothing to pay, now or later? What renews asks for a card all the same."""
    later = session["mode"] == "subscription" and session["payment_method_collection"] == "always"
    return session["amount_total"] == 0 and not later


def _charge(session: Resource, intent: Resource, method: Resource) -> Outcome:
    card = card_of(method.hidden["number"])
    if card.code:
        charge = keep_charge(intent.data, method, card, "failed")
        intents.fail(intent, card, method, charge["id"])
        return _declined(card)
    _make_customer(session, intent)
    charge = keep_charge(intent.data, method, card, "succeeded")
    intents.succeed(intent, charge)
    if session.data["mode"] == "subscription":
        join(session, method, intent.ref)
    outcome = _complete(session, "paid")
    if card.is_disputed:
        open_dispute(Resource.objects.locked("charge", charge["id"]))
    return outcome


def _debit(session: Resource, intent: Resource, method: Resource) -> Outcome:
    """A bank debit: the session is complete now, the money is decided later."""
    _make_customer(session, intent)
    charge = keep_charge(intent.data, method, None, "pending")
    intent.hidden["debit"] = method.hidden["bank"]
    intent.due_at = clock.now() + DEBIT_SETTLES_AFTER
    latest = {"latest_charge": charge["id"], "payment_method": method.ref}
    intent.change(status="processing", next_action=None, **latest)
    record("payment_intent.processing", intent.data)
    return _complete(session, "unpaid")


def _complete(session: Resource, payment_status: str) -> Outcome:
    session.due_at = None
    session.change(status="complete", payment_status=payment_status, url=None)
    redeem(session)
    record("checkout.session.completed", session.data)
    return Outcome("complete")


def _complete_free(session: Resource) -> Outcome:
    """Nothing to pay; an intent left by a try before the discount is not needed any more."""
    _drop_intent(session)
    if session.data["mode"] == "subscription":
        _make_customer(session)
        join(session, None, None)
    return _complete(session, "no_payment_required")


def _save_card(session: Resource, method: Resource) -> Outcome:
    """The first period is free, and later ones are charged to this card if it is a good one."""
    card = card_of(method.hidden["number"])
    if card.code:
        return _declined(card)
    _drop_intent(session)
    _make_customer(session)
    join(session, method, None)
    return _complete(session, "no_payment_required")


def _drop_intent(session: Resource) -> None:
    if intents.intent_ref(session):
        intents.cancel(intents.intent_of(session))
        session.hidden.pop("payment_intent")
        session.change(payment_intent=None)


def _remember(session: Resource, payer: Payer) -> None:
    """Keep what the buyer told us, as `customer_details` shows it."""
    billing = payer.billing()
    asked = session.data["customer_email"]
    details = {
        "address": billing["address"],
        "business_name": None,
        "email": asked or billing["email"],
        "individual_name": None,
        "name": billing["name"],
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }
    terms = (session.data["consent_collection"] or {}).get("terms_of_service") == "required"
    consent = {"promotions": None, "terms_of_service": "accepted"} if terms else None
    session.change(customer_details=details, consent=consent)
    levy(session)


def _make_customer(session: Resource, intent: Resource | None = None) -> None:
    """`customer_creation=always`: the buyer becomes a customer when they pay."""
    details = session.data["customer_details"]
    if session.data["customer"]:
        _update_customer(session, details)
        return
    if session.data["customer_creation"] != "always":
        return
    known = {name: details[name] for name in ("address", "email", "name")}
    made = keep_customer(**known)
    session.change(customer=made["id"])
    if intent is not None:
        intent.change(customer=made["id"])


def _update_customer(session: Resource, details: dict[str, Any]) -> None:
    """`customer_update`: what the buyer typed is kept on the customer that the shop named."""
    asked = session.hidden.get("customer_update") or {}
    values = {name: details[name] for name, how in asked.items() if how == "auto"}
    if not values:
        return
    customer = Resource.objects.locked("customer", session.data["customer"])
    previous = customer.change(**values)
    if previous:
        record("customer.updated", customer.data, previous)


def _declined(card: Card) -> Outcome:
    return Outcome("declined", card.message, card.code, card.decline_code)
