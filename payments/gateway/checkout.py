"""Checkout sessions: opened for an attempt, looked at, and ended early."""

from typing import TYPE_CHECKING

import stripe
from django.conf import settings
from django.urls import reverse
from stripe.params import CouponCreateParams
from stripe.params.checkout import (
    SessionCreateParams,
    SessionCreateParamsLineItem,
    SessionCreateParamsLineItemPriceData,
)

from payments.gateway.client import asks_stripe, client
from payments.gateway.results import Session, session_from

if TYPE_CHECKING:
    from payments.models import CheckoutAttempt, Order, OrderLine

LINES_AT_MOST = 100  # Stripe's own limit on one session


@asks_stripe
def open_checkout(order: "Order", attempt: "CheckoutAttempt") -> Session:
    """The session of this attempt: opened now, or the one that its key has opened before."""
    sessions = client().v1.checkout.sessions
    key = str(attempt.idempotency_key)
    params = _params(order, attempt)
    if order.discount_cents:
        params["discounts"] = [{"coupon": _coupon_of(order)}]
    session = sessions.create(params, {"idempotency_key": key})
    return session_from(session)


@asks_stripe
def fetch_session(session_id: str) -> Session:
    """The session as it is now, with its lines and how it was paid."""
    sessions = client().v1.checkout.sessions
    session = sessions.retrieve(session_id, {"expand": ["payment_intent.latest_charge"]})
    lines = sessions.line_items.list(session_id, {"limit": LINES_AT_MOST, "expand": ["data.taxes"]})
    return session_from(session, list(lines.data))


@asks_stripe
def expire_checkout(session_id: str) -> None:
    """End a session before its time; one that is over already stays as it is."""
    try:
        client().v1.checkout.sessions.expire(session_id)
    except stripe.InvalidRequestError as error:
        # Paid or expired in the meantime: the caller looks at the session next.
        if error.http_status != 400:
            raise


def _coupon_of(order: "Order") -> str:
    """What our code takes off this order, as a coupon at Stripe that only this order can use."""
    ours: CouponCreateParams = {
        "id": order.number,
        "name": order.coupon_code,
        "amount_off": order.discount_cents,
        "currency": order.currency,
        "duration": "once",
        "max_redemptions": 1,
    }
    try:
        client().v1.coupons.create(ours)
    except stripe.InvalidRequestError as error:
        if error.code != "resource_already_exists":
            raise
    return order.number


def _params(order: "Order", attempt: "CheckoutAttempt") -> SessionCreateParams:
    back = settings.SITE_URL + reverse("payments:return_detail", args=[order.number])
    marks = {"order": order.number, "attempt": str(attempt.idempotency_key)}
    params: SessionCreateParams = {
        "mode": "payment",
        "success_url": back,
        "cancel_url": f"{back}?left=1",
        "client_reference_id": order.number,
        "customer_email": order.email,
        "line_items": [_line(line, order.currency) for line in order.lines.all()],
        "metadata": marks,
        "payment_intent_data": {"metadata": marks, "description": f"Order {order.number}"},
        # Stripe may otherwise charge in the buyer's currency, and no order was made in that.
        "adaptive_pricing": {"enabled": False},
        "expires_at": int(attempt.expires_at.timestamp()),
    }
    return {**params, "automatic_tax": {"enabled": True}} if settings.STRIPE_TAX else params


def _line(line: "OrderLine", currency: str) -> SessionCreateParamsLineItem:
    price: SessionCreateParamsLineItemPriceData = {
        "currency": currency,
        "unit_amount": line.unit_price_cents,
        "product_data": {"name": line.name, "metadata": {"item": str(line.item_id)}},
    }
    if settings.STRIPE_TAX:
        price["tax_behavior"] = "inclusive"  # the price on our page is what is paid
        price["product_data"]["tax_code"] = settings.STRIPE_TAX_CODE
    return {"price_data": price, "quantity": line.quantity}
