"""What is watched of the shop; deploy/monitoring has the alerts."""

from django.utils import timezone

from core.figures import Figure, age_of
from payments.models import Dispute, Membership, Order, Place, Refund, StripeEvent
from payments.models.membership_state import STATES, state_at
from payments.models.order_queries import STATE
from payments.models.order_state import WORDS

FIGURES = [
    Figure(
        "club_orders",
        "Orders, by what they are now.",
        lambda: Order.objects.values(state=STATE),
        by="state",
        known=tuple(WORDS),
        reads_all=True,
    ),
    Figure(
        "club_orders_quarantined",
        "Orders set aside whose money has not gone back.",
        lambda: Order.objects.set_aside().values("pk"),
    ),
    Figure(
        "club_holds_open",
        "Orders that hold copies: unpaid, or waiting for a bank.",
        lambda: Order.objects.unfinished().values("pk"),
    ),
    Figure(
        "club_holds_expired",
        "Orders whose hold is over and was not released yet.",
        lambda: Order.objects.overdue().values("pk"),
    ),
    Figure(
        "club_holds_expired_oldest_seconds",
        "For how long the oldest of them has been over.",
        lambda: Order.objects.overdue().values("expires_at"),
        measure=age_of("expires_at"),
    ),
    Figure(
        "club_offers_open",
        "Copies set aside for members of a waiting list.",
        lambda: Place.objects.open_offers().values("pk"),
    ),
    Figure(
        "club_webhooks_waiting",
        "What Stripe told and was not acted upon yet.",
        lambda: StripeEvent.objects.unhandled().values("pk"),
    ),
    Figure(
        "club_webhooks_waiting_oldest_seconds",
        "For how long the oldest of it has waited.",
        lambda: StripeEvent.objects.unhandled().values("received_at"),
        measure=age_of("received_at"),
    ),
    Figure(
        "club_refunds_failed",
        "Refunds that came back to us, and that nobody tried again.",
        lambda: Refund.objects.failed().values("pk"),
    ),
    Figure(
        "club_refunds_unsettled",
        "Refunds on which Stripe's last word is to come.",
        lambda: Refund.objects.unsettled().values("pk"),
    ),
    Figure(
        "club_disputes_due",
        "Disputes in which the bank waits for our evidence.",
        lambda: Dispute.objects.due().values("pk"),
    ),
    Figure(
        "club_disputes_next_due_timestamp_seconds",
        "When the first of that evidence is due; 0 where none is.",
        lambda: Dispute.objects.due().values("due_by"),
        measure="coalesce(extract(epoch FROM min(due_by)), 0)",
    ),
    Figure(
        "club_memberships",
        "Memberships of the Club, by what they are now.",
        lambda: Membership.objects.values(state=state_at(timezone.now())),
        by="state",
        known=STATES,
        reads_all=True,
    ),
]
