"""Money after the sale: refunds and disputes. No function here may be called in a transaction."""

import logging
from collections.abc import Callable
from functools import partial

from payments import gateway, till
from payments.models import Order, Refund

logger = logging.getLogger(__name__)


def carry_out(refund: Refund) -> None:
    """Ask Stripe for a refund that was asked for here; twice gives back once."""
    order, key = refund.order, str(refund.idempotency_key)
    if refund.status == Refund.Status.ASKED:
        try:
            gateway.refund(order.payment_intent, refund.amount_cents, reason=refund.reason, key=key)
        except gateway.Refused as error:
            logger.error("Refund %s: %s", refund, error)
            refund.mark_refused()
    follow(order)


def give_back_late_payment(order: Order) -> None:
    """Give back what was paid after its order had ended. Twice gives back once."""
    follow(order)
    if not order.refunds.exists():
        Refund.ask(order, [], reason=Refund.Reason.LATE)


def follow(order: Order) -> None:
    """Ask Stripe what became of an order's payment, and bring the books in line."""
    if order.payment_intent:
        order.follow_money(gateway.fetch_payment(order.payment_intent))


def hear(event: gateway.Event) -> None:
    """Act on an event about a charge, a refund or a dispute, by what Stripe says now."""
    intent = gateway.payment_behind(event.type, event.object_id)
    payment = gateway.fetch_payment(intent) if intent else None
    order = Order.objects.filter(number=payment.order_number).first() if payment else None
    if payment is None or order is None:
        logger.warning("Event %s is about a payment of nobody here.", event.id)
        return
    if order.payment_intent != intent:
        till.look(order)  # it came before the news that the order was paid
        order.refresh_from_db()
    if order.payment_intent == intent:
        order.follow_money(payment)


def sweep() -> int:
    """Carry out what was asked for and follow what is not decided; how many orders there were."""
    for refund in Refund.objects.filter(status=Refund.Status.ASKED).select_related("order"):
        _or_next_time(refund.order, partial(carry_out, refund))
    orders = list(Order.objects.with_money_under_way())
    for order in orders:
        _or_next_time(order, partial(follow, order))
    return len(orders)


def _or_next_time(order: Order, act: Callable[[], None]) -> None:
    try:
        act()
    except gateway.GatewayError as error:
        # The next sweep asks again; the other orders need not wait for this one.
        logger.warning("The money of order %s could not be followed: %s", order, error)
