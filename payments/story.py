"""What happened to an order, in the order in which it happened, and why."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from payments.models import Copy, Order, StripeEvent

PLACED = "Placed by {order.email}, with terms of {order.terms_version} and consent to delivery."


class Step(NamedTuple):
    """One moment, and a sentence about it."""

    at: datetime
    sentence: str


def story_of(order: Order) -> list[Step]:
    """Every step that the books know of, oldest first."""
    steps = [*_own_steps(order), *_of_pieces(order), *_of_money(order), *_from_stripe(order)]
    return sorted(steps, key=lambda step: step.at)


def _own_steps(order: Order) -> Iterator[Step]:
    moments = [
        (order.placed_at, PLACED.format(order=order)),
        (order.pending_at, "Checkout was done; the bank takes its time."),
        (order.paid_at, f"Paid{f' with {order.paid_with}' if order.paid_with else ''}."),
        (order.cancelled_at, f"Ended: {order.cancelled_because}"),
        (order.quarantined_at, f"Set aside: {order.quarantine_reason}"),
        (order.refunded_at, "All that was paid has gone back."),
    ]
    yield from (Step(at, sentence) for at, sentence in moments if at)
    for attempt in order.attempts.all():
        yield Step(
            attempt.made_at, f"A payment page was asked for: {attempt.session_id or 'none'}."
        )


def _of_pieces(order: Order) -> Iterator[Step]:
    for copy in Copy.objects.filter(order_line__order=order).select_related("item", "owner"):
        yield Step(copy.acquired_at, f"Entered: {copy}.")
        if copy.returned_at:
            yield Step(copy.returned_at, f"Given back into the edition: {copy}.")
    for invoice in order.invoices.all():
        yield Step(invoice.issued_at, f"{invoice.get_kind_display()} {invoice} was written.")


def _of_money(order: Order) -> Iterator[Step]:
    for movement in order.movements.all():
        yield Step(movement.booked_at, f"Booked: {movement} ({movement.stripe_id}).")
    for refund in order.refunds.select_related("asked_by"):
        by = refund.asked_by or "the house"
        reason = refund.get_reason_display().lower()
        yield Step(refund.asked_at, f"{by} asked {refund.amount_cents / 100:.2f} back: {reason}.")
        if refund.settled_at:
            yield Step(refund.settled_at, f"That refund: {refund.get_status_display().lower()}.")
    for dispute in order.disputes.all():
        yield Step(dispute.opened_at, f"The bank opened a dispute: {dispute.reason}.")
        if dispute.closed_at:
            yield Step(dispute.closed_at, f"The dispute was {dispute.status}.")


def _from_stripe(order: Order) -> Iterator[Step]:
    about = {order.payment_intent, *order.attempts.values_list("session_id", flat=True)}
    about |= set(order.refunds.values_list("stripe_id", flat=True))
    about |= set(order.disputes.values_list("stripe_id", flat=True))
    for event in StripeEvent.objects.filter(object_id__in=about - {None, ""}):
        acted = "" if event.handled_at else ", not acted upon yet"
        yield Step(event.received_at, f"Stripe told of {event.type} ({event.event_id}){acted}.")
