"""Writes down what happened: an event, and one delivery for each endpoint that wants it."""

from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import connection

from payments.sandbox import clock
from payments.sandbox.conformance import API_VERSION, check_reply
from payments.sandbox.models import Delivery, Resource, new_id

CHANNEL = "stripe_sandbox"
# What the API request at hand is called; events say which request caused them.
current_request: ContextVar[dict[str, str | None]] = ContextVar("current_request")
_NO_REQUEST: dict[str, str | None] = {"id": None, "idempotency_key": None}


class NotStripes(AssertionError):
    """We were about to say something that the SDK's types do not allow."""


def record(kind: str, data: dict[str, Any], previous: dict[str, Any] | None = None) -> Resource:
    """Keep an event of `kind` carrying a snapshot of `data`, inside the caller's transaction."""
    endpoints = [e for e in Resource.objects.of("webhook_endpoint") if _wants(e.data, kind)]
    event = _envelope(kind, data, len(endpoints))
    if previous is not None:
        event["data"]["previous_attributes"] = previous
    assert_conforms(event)
    kept = Resource.objects.add(event)
    for endpoint in endpoints:
        _send(kept, endpoint)
    return kept


def assert_conforms(reply: dict[str, Any]) -> None:
    """In tests, never let a reply or event out which Stripe would not send."""
    problems = check_reply(reply) if settings.CHECK_REPLIES else []
    if problems:
        raise NotStripes("; ".join(map(str, problems)))


def wake_deliverer() -> None:
    """Tell the deliverer that there is work; PostgreSQL passes it on at commit."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {CHANNEL}")


def _wants(endpoint: dict[str, Any], kind: str) -> bool:
    wanted = set(endpoint["enabled_events"])
    return endpoint["status"] == "enabled" and bool(wanted & {"*", kind})


def _envelope(kind: str, data: dict[str, Any], waiting: int) -> dict[str, Any]:
    return {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": clock.now(),
        "data": {"object": data},
        "livemode": False,
        "pending_webhooks": waiting,
        "request": current_request.get(_NO_REQUEST),
        "type": kind,
    }


def _send(event: Resource, endpoint: Resource) -> None:
    faults = clock.bench().faults.get("webhooks", {})
    if dropped(faults.get("drop"), event.data["type"]):
        lost = Delivery.objects.create(event=event, endpoint=endpoint)
        lost.log.create(note="Dropped by a fault.")
        return
    at = clock.precise() + faults.get("delay", 0)
    for _ in range(1 + faults.get("duplicate", 0)):
        Delivery.objects.create(event=event, endpoint=endpoint, next_attempt_at=at)
    wake_deliverer()


def dropped(rule: Any, kind: str) -> bool:
    """Does the `drop` fault (true, or a list of event types) lose events of this type?"""
    return kind in rule if isinstance(rule, list) else bool(rule)
