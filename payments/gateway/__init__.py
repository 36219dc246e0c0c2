"""The one door to Stripe. Nothing of the SDK leaves it: small results and three exceptions do."""

from payments.gateway.checkout import expire_checkout, fetch_session, open_checkout
from payments.gateway.client import dashboard_url
from payments.gateway.endpoints import (
    Endpoint,
    KnownEndpoint,
    ensure_endpoint,
    look_up_endpoint,
)
from payments.gateway.errors import BadSignature, GatewayError, Refused, Unreachable
from payments.gateway.events import Event, read_event, undelivered_events
from payments.gateway.plans import ensure_price
from payments.gateway.portal import ensure_portal, open_portal
from payments.gateway.refunds import (
    Disputed,
    Payment,
    Refunded,
    fetch_payment,
    payment_behind,
    refund,
)
from payments.gateway.results import Session
from payments.gateway.subscriptions import (
    Billed,
    Subscription,
    all_subscriptions,
    end_subscription,
    fetch_subscription,
    open_joining,
    subscription_behind,
)

__all__ = [
    "BadSignature",
    "Billed",
    "Disputed",
    "Endpoint",
    "Event",
    "GatewayError",
    "KnownEndpoint",
    "Payment",
    "Refunded",
    "Refused",
    "Session",
    "Subscription",
    "Unreachable",
    "all_subscriptions",
    "dashboard_url",
    "end_subscription",
    "ensure_endpoint",
    "ensure_portal",
    "ensure_price",
    "expire_checkout",
    "fetch_payment",
    "fetch_session",
    "fetch_subscription",
    "look_up_endpoint",
    "open_checkout",
    "open_joining",
    "open_portal",
    "payment_behind",
    "read_event",
    "refund",
    "subscription_behind",
    "undelivered_events",
]
