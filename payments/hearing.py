"""What Stripe tells: kept when it arrives, acted upon by a task, asked for where it got lost."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from payments import enrolment, gateway, money, till
from payments.models import StripeEvent

LOOKS_BACK = timedelta(days=3)  # Stripe goes on trying for as long
PATIENCE = timedelta(minutes=2)  # what a task has not done by then is done by the reconciler
logger = logging.getLogger(__name__)


def hear_session(event: gateway.Event) -> None:
    """Act on an event about a Checkout session, by what the session is now at Stripe."""
    session = gateway.fetch_session(event.object_id)
    is_joining = bool(session.joining_key or session.subscription)
    (enrolment if is_joining else till).take_in_session(session)


HANDLERS: dict[str, Callable[[gateway.Event], None]] = {
    "checkout.session.completed": hear_session,
    "checkout.session.async_payment_succeeded": hear_session,
    "checkout.session.async_payment_failed": hear_session,
    "checkout.session.expired": hear_session,
    "charge.refunded": money.hear,
    "charge.dispute.created": money.hear,
    "charge.dispute.updated": money.hear,
    "charge.dispute.closed": money.hear,
    "charge.dispute.funds_withdrawn": money.hear,
    "charge.dispute.funds_reinstated": money.hear,
    "refund.created": money.hear,
    "refund.updated": money.hear,
    "refund.failed": money.hear,
    "customer.subscription.created": enrolment.hear_subscription,
    "customer.subscription.updated": enrolment.hear_subscription,
    "customer.subscription.deleted": enrolment.hear_subscription,
    "customer.subscription.paused": enrolment.hear_subscription,
    "customer.subscription.resumed": enrolment.hear_subscription,
    "invoice.paid": enrolment.hear_invoice,
    "invoice.payment_failed": enrolment.hear_invoice,
    "invoice.voided": enrolment.hear_invoice,
    "invoice.marked_uncollectible": enrolment.hear_invoice,
}


def act_on(known: StripeEvent) -> None:
    """Act on an event, once; most of what Stripe tells is of no use and only kept.

    The object is fetched anew, so that neither order nor repetition of events matters.
    """
    if known.handled_at:
        return
    handler = HANDLERS.get(known.type)
    if handler:
        handler(gateway.Event(known.event_id, known.type, known.object_id))
    known.mark_handled()


def catch_up() -> int:
    """Act on events that never came, or that no task has seen through; how many there were."""
    for event in _undelivered():
        if event.type in HANDLERS:
            StripeEvent.receive(event)
    waiting = StripeEvent.objects.unhandled().filter(type__in=HANDLERS)
    overdue = list(waiting.filter(received_at__lte=timezone.now() - PATIENCE))
    for known in overdue:
        try:
            act_on(known)
        except gateway.GatewayError as error:
            # The next round asks again; the other events need not wait for this one.
            logger.warning("%s could not be acted upon: %s", known, error)
    return len(overdue)


def _undelivered() -> list[gateway.Event]:
    try:
        return gateway.undelivered_events(timezone.now() - LOOKS_BACK)
    except gateway.GatewayError as error:
        # Orders and refunds are asked about one by one all the same.
        logger.warning("Stripe does not say what got lost: %s", error)
        return []
