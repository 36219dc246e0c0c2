"""The till: where orders and Stripe meet. No function here may be called in a transaction."""

import logging

from django.utils import timezone

from payments import gateway
from payments.models import CheckoutAttempt, NotPlaced, Order

NOT_IN_TIME = "It was not paid in time."
BANK_REFUSED = "The bank refused the payment."
logger = logging.getLogger(__name__)


def send_to_stripe(order: Order) -> str:
    """The address at which this order can be paid; the same one however often it is asked for."""
    attempt = order.open_attempt()
    if not attempt.session_id:
        order.record_session(attempt, gateway.open_checkout(order, attempt))
    order.refresh_from_db()
    if order.state != "waiting":
        raise NotPlaced(f"Order {order.number} was ended while Stripe was asked. Pay once more.")
    return attempt.url


def look(order: Order) -> None:
    """Ask Stripe what became of the order, and act on it."""
    for attempt in order.attempts.open():
        _apply(attempt, _session_of(attempt), NOT_IN_TIME)


def look_once_more(order: Order) -> None:
    """The same for an order that was cancelled: its buyer says that a payment page took money."""
    for attempt in order.attempts.exclude(session_id=None):
        _apply(attempt, _session_of(attempt), NOT_IN_TIME)


def end(order: Order, because: str) -> None:
    """Cancel an order: first nobody can pay it any more at Stripe, then its copies are free.

    One that turns out to be paid is settled instead, one that is pending stays so.
    """
    for attempt in order.attempts.open():
        session = _session_of(attempt)
        if session and session.is_open:
            gateway.expire_checkout(session.id)
            session = gateway.fetch_session(session.id)
        _apply(attempt, session, because)
    if not order.attempts.open().exists():
        order.cancel(because)


def take_in_session(session: gateway.Session) -> None:
    """Act on a Checkout session for an order, as it is now."""
    attempt = _attempt_of(session)
    if attempt is None:
        logger.warning("Session %s is of nobody here.", session.id)
        return
    _apply(attempt, session, NOT_IN_TIME)


def sweep() -> int:
    """Bring every unfinished order in line with Stripe; the number of orders looked at.

    Alone it reaches the state that webhooks would have reached. Twice is as good as once.
    """
    orders = list(Order.objects.to_look_after())
    for order in orders:
        try:
            _sweep_one(order)
        except gateway.GatewayError as error:
            # The next sweep asks again; the other orders need not wait for this one.
            logger.warning("Order %s could not be looked after: %s", order, error)
    return len(orders)


def _sweep_one(order: Order) -> None:
    if order.cancelled_at or order.expires_at <= timezone.now():
        end(order, NOT_IN_TIME)
    else:
        look(order)


def _session_of(attempt: CheckoutAttempt) -> gateway.Session | None:
    """The attempt's session now; None if Stripe never opened one."""
    if attempt.session_id:
        return gateway.fetch_session(attempt.session_id)
    try:
        # The reply was lost, or never came: the key tells which, and opens nothing twice.
        opened = gateway.open_checkout(attempt.order, attempt)
    except gateway.Refused:
        return None
    attempt.order.record_session(attempt, opened)
    return gateway.fetch_session(opened.id)


def _attempt_of(session: gateway.Session) -> CheckoutAttempt | None:
    known = CheckoutAttempt.objects.filter(session_id=session.id).first()
    if known or not session.attempt_key:
        return known
    attempt = CheckoutAttempt.objects.filter(idempotency_key=session.attempt_key).first()
    if attempt:
        attempt.order.record_session(attempt, session)
    return attempt


def _apply(attempt: CheckoutAttempt, session: gateway.Session | None, because: str) -> None:
    order = attempt.order
    if session is not None and session.is_open:
        return
    if session is not None and session.is_pending:
        order.wait_for_bank()
        return
    if session is not None and session.is_paid:
        order.settle(session)
    else:
        order.cancel(BANK_REFUSED if session and session.has_failed else because)
    attempt.close()
