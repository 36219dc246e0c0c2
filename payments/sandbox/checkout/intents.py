"""Payment intents, as Checkout makes and moves them."""

from typing import Any

from django.conf import settings

from payments.sandbox import clock
from payments.sandbox.blanks import blank
from payments.sandbox.checkout.cards import Card
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record

# What an attempt ends with whose holder did not pass 3-D Secure.
UNAUTHENTICATED = Card(
    number="",
    label="",
    code="payment_intent_authentication_failure",
    message=(
        "We are unable to authenticate your payment method. Please choose a different payment "
        "method and try again."
    ),
)


def intent_of(session: Resource) -> Resource:
    """The session's intent, locked; made at the first attempt to pay, as Stripe does."""
    ref = intent_ref(session)
    if ref:
        found = Resource.objects.locked("payment_intent", ref)
        # A promotion code may have changed the total since the last try.
        found.change(amount=session.data["amount_total"])
        return found
    kept = Resource.objects.add(_of_session(session), hidden={"session": session.ref})
    if session.data["mode"] == "payment":
        session.data["payment_intent"] = kept.ref
    session.hidden["payment_intent"] = kept.ref
    session.change()
    record("payment_intent.created", kept.data)
    return kept


def intent_ref(session: Resource) -> str | None:
    """The id of the session's intent; one that starts a subscription does not show it."""
    return session.hidden.get("payment_intent")


def build_intent(
    amount: int, currency: str, customer: str | None, methods: list[str]
) -> dict[str, Any]:
    """A new intent, all but what it is for."""
    ref = new_id("pi")
    return blank("payment_intent") | {
        "id": ref,
        "amount": amount,
        "client_secret": f"{ref}_secret_{new_id('s')[2:]}",
        "created": clock.now(),
        "currency": currency,
        "customer": customer,
        "payment_method_types": methods,
    }


def ask_to_authenticate(intent: Resource, session: Resource, method: Resource) -> None:
    """The bank wants 3-D Secure: the buyer is sent to a page where they pass or fail."""
    page = f"{settings.PUBLIC_URL}/c/pay/{session.ref}/authentication"
    back = f"{settings.PUBLIC_URL}/c/pay/{session.ref}"
    action = {"redirect_to_url": {"return_url": back, "url": page}, "type": "redirect_to_url"}
    intent.change(status="requires_action", next_action=action, payment_method=method.ref)
    record("payment_intent.requires_action", intent.data)


def fail(intent: Resource, card: Card, method: Resource, charge: str | None = None) -> None:
    """The attempt failed; another card may be tried."""
    error = {
        "charge": charge,
        "code": card.code,
        "decline_code": card.decline_code or None,
        "doc_url": f"https://stripe.com/docs/error-codes/{card.code.replace('_', '-')}",
        "message": card.message,
        "payment_method": method.data,
        "type": "card_error" if charge else "invalid_request_error",
    }
    error = {k: v for k, v in error.items() if v is not None}
    values = {"last_payment_error": error, "next_action": None, "payment_method": None}
    latest = charge or intent.data["latest_charge"]
    intent.change(status="requires_payment_method", latest_charge=latest, **values)
    record("payment_intent.payment_failed", intent.data)


def fail_authentication(intent: Resource, method: Resource) -> Card:
    """3-D Secure was not passed; returns the reason, shaped as a card."""
    fail(intent, UNAUTHENTICATED, method)
    return UNAUTHENTICATED


def succeed(intent: Resource, charge: dict[str, Any]) -> None:
    """The money is there."""
    intent.due_at = None
    intent.change(
        status="succeeded",
        amount_received=intent.data["amount"],
        latest_charge=charge["id"],
        last_payment_error=None,
        next_action=None,
        payment_method=charge["payment_method"],
    )
    record("payment_intent.succeeded", intent.data)


def cancel(intent: Resource) -> None:
    """The session ended, and this was not paid."""
    intent.change(
        status="canceled",
        canceled_at=clock.now(),
        cancellation_reason="expired",
        next_action=None,
    )
    record("payment_intent.canceled", intent.data)


def _of_session(session: Resource) -> dict[str, Any]:
    data = session.data
    asked = session.hidden["payment_intent_data"]
    if data["mode"] == "subscription":
        asked = {"description": "Subscription creation", "setup_future_usage": "off_session"}
    methods = data["payment_method_types"]
    made = build_intent(data["amount_total"], data["currency"], data["customer"], methods)
    return made | asked
