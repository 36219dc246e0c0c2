"""The one door to Stripe. Nothing of the SDK leaves it: small results and three exceptions do."""

from payments.gateway.checkout import expire_checkout, fetch_session, open_checkout
from payments.gateway.errors import BadSignature, GatewayError, Refused, Unreachable
from payments.gateway.events import Event, read_event
from payments.gateway.refunds import Refund, refund
from payments.gateway.results import Session

__all__ = [
    "BadSignature",
    "Event",
    "GatewayError",
    "Refund",
    "Refused",
    "Session",
    "Unreachable",
    "expire_checkout",
    "fetch_session",
    "open_checkout",
    "read_event",
    "refund",
]
