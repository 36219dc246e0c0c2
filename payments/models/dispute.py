"""A dispute: the buyer's bank asks for the money back and decides who may keep it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from procrastinate.contrib.django import app as queue

if TYPE_CHECKING:
    from payments.gateway import Disputed
    from payments.models.order import Order

# Inquiries, whose states begin with "warning", take no money and freeze nothing.
OPEN = ("needs_response", "under_review")


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def lost(self) -> Self:
        return self.filter(status="lost")

    def due(self) -> Self:
        """The bank waits for our evidence; what ends first is first."""
        return self.filter(status="needs_response").order_by("due_by", "pk")


class Dispute(models.Model):
    order = models.ForeignKey("payments.Order", on_delete=models.PROTECT, related_name="disputes")
    stripe_id = models.CharField(max_length=255, unique=True)
    amount_cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=60)
    status = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    due_by = models.DateTimeField(null=True, blank=True, help_text="Evidence is due by then.")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.status.replace('_', ' ')}, {self.order}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def take(self, status: str) -> None:
        """Note the bank's newest word; opening and end are told to the buyer once each."""
        if self.status == status:
            return
        was_open, self.status = self.is_open, status
        self.closed_at = None if self.is_open else timezone.now()
        self.save(update_fields=["status", "closed_at"])
        if self.is_open != was_open:
            _tell(self)


def take_in_disputes(order: "Order", facts: Iterable["Disputed"]) -> None:
    """Bring our disputes of a locked order in line with Stripe's."""
    for fact in facts:
        known = {
            "amount_cents": fact.amount,
            "reason": fact.reason,
            "opened_at": fact.opened_at,
            "due_by": fact.due_by,
            "order": order,
        }
        dispute, _ = Dispute.objects.get_or_create(stripe_id=fact.id, defaults=known)
        dispute.take(fact.status)


def _tell(dispute: Dispute) -> None:
    task = queue.configure_task("payments.tasks.send_dispute_notice")
    task.defer(dispute_id=dispute.pk, status=dispute.status)
