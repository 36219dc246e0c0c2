"""Webhook events: believed only when signed by Stripe, fresh, and of our mode."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import stripe
from django.conf import settings
from django.http import HttpRequest
from stripe.params import EventListParams

from payments.gateway.client import asks_stripe, client
from payments.gateway.errors import BadSignature

TOLERANCE = 300  # seconds, before and after


@dataclass(frozen=True)
class Event:
    """What happened to which object. The object itself is fetched, not read from here."""

    id: str
    type: str
    object_id: str


def read_event(request: HttpRequest) -> Event:
    """The event in this request; BadSignature for anything that is not one of ours."""
    header = request.headers.get("Stripe-Signature", "")
    try:
        payload = request.body.decode("utf-8")
        _check_signature(payload, header)
        found = json.loads(payload)
    # UnicodeDecodeError and JSONDecodeError are ValueErrors both.
    except (stripe.SignatureVerificationError, ValueError) as error:
        raise BadSignature(str(error)) from error
    _check_time(header)
    _check_mode(found)
    return _event_from(found)


@asks_stripe
def undelivered_events(since: datetime) -> list[Event]:
    """What Stripe could not tell us since then, oldest first. Stripe keeps events for 30 days."""
    params: EventListParams = {
        "created": {"gte": int(since.timestamp())},
        "delivery_success": False,
        "limit": 100,
    }
    found = client().v1.events.list(params).auto_paging_iter()
    return [_event_from(event.to_dict()) for event in found][::-1]


def _check_signature(payload: str, header: str) -> None:
    """Signed with our secret, or with the one before it while the two change places."""
    verify = stripe.WebhookSignature.verify_header
    try:
        verify(payload, header, settings.STRIPE_WEBHOOK_SECRET, TOLERANCE)
    except stripe.SignatureVerificationError:
        if not settings.STRIPE_WEBHOOK_SECRET_BEFORE:
            raise
        verify(payload, header, settings.STRIPE_WEBHOOK_SECRET_BEFORE, TOLERANCE)


def _check_time(header: str) -> None:
    # The SDK refuses what is old and accepts what is dated ahead.
    signed_at = next(int(part[2:]) for part in header.split(",") if part.startswith("t="))
    if signed_at > time.time() + TOLERANCE:
        raise BadSignature("Signed in the future.")


def _check_mode(found: Any) -> None:
    key_is_live = settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))
    if not isinstance(found, dict) or found.get("livemode") is not key_is_live:
        raise BadSignature("An event of the other mode.")


def _event_from(found: dict[str, Any]) -> Event:
    try:
        about = found["data"]["object"]
        event = Event(found["id"], found["type"], about.get("id", ""))
    except (KeyError, TypeError, AttributeError) as error:
        raise BadSignature("Signed, but no event.") from error
    if not all(isinstance(part, str) for part in (event.id, event.type, event.object_id)):
        raise BadSignature("Signed, but no event.")
    return event
