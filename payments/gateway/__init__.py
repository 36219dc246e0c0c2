"""The one door to Stripe. Nothing of the SDK leaves it: small results and three exceptions do."""

from payments.gateway.checkout import expire_checkout, fetch_session, open_checkout
from payments.gateway.client import dashboard_url
from payments.gateway.endpoints import Endpoint, ensure_endpoint
from payments.gateway.errors import BadSignature, GatewayError, Refused, Unreachable
from payments.gateway.events import Event, read_event, undelivered_events
from payments.gateway.refunds import (
    Disputed,
    Payment,
    Refunded,
    fetch_payment,
    payment_behind,
    refund,
)
from payments.gateway.results import Session

__all__ = [
    "BadSignature",
    "Disputed",
    "Endpoint",
    "Event",
    "GatewayError",
    "Payment",
    "Refunded",
    "Refused",
    "Session",
    "Unreachable",
    "dashboard_url",
    "ensure_endpoint",
    "expire_checkout",
    "fetch_payment",
    "fetch_session",
    "open_checkout",
    "payment_behind",
    "read_event",
    "refund",
    "undelivered_events",
]
