"""The ledger: every movement of money at Stripe, written once and never again."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone

if TYPE_CHECKING:
    from payments.gateway import Payment
    from payments.models.order import Order


class MovementQuerySet(models.QuerySet["Movement"]):
    def payments(self) -> Self:
        return self.filter(kind=Movement.Kind.PAYMENT)

    def balance_cents(self) -> int:
        """What came less what went; 0 where nothing moved."""
        return self.aggregate(sum=Sum("amount_cents"))["sum"] or 0


class Movement(models.Model):
    """Money that came or went for an order. The database refuses to change or delete it."""

    class Kind(models.TextChoices):
        PAYMENT = "payment", "Payment"
        REFUND = "refund", "Refund"
        REFUND_FAILED = "refund_failed", "Refund that came back"
        DISPUTE = "dispute", "Taken by the buyer's bank"
        DISPUTE_WON = "dispute_won", "Given back by the buyer's bank"

    order = models.ForeignKey("payments.Order", on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=16, choices=Kind)
    amount_cents = models.IntegerField(help_text="What came is positive, what went is negative.")
    currency = models.CharField(max_length=3)
    stripe_id = models.CharField(max_length=255)
    booked_at = models.DateTimeField(default=timezone.now)

    objects = MovementQuerySet.as_manager()

    class Meta:
        ordering = ["booked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "stripe_id"], name="movement_is_booked_once"),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["payment", "refund_failed", "dispute_won"], amount_cents__gt=0
                )
                | Q(kind__in=["refund", "dispute"], amount_cents__lt=0),
                name="movement_goes_the_way_of_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_cents / 100:.2f} {self.currency}"


def book(order: "Order", payment: "Payment") -> None:
    """Enter what Stripe says moved for this order and is not in the books yet."""
    Movement.objects.bulk_create(
        (
            Movement(order=order, kind=kind, amount_cents=cents, currency=payment.currency,
                     stripe_id=stripe_id)
            for kind, stripe_id, cents in _moved(payment)
        ),
        ignore_conflicts=True,
    )  # fmt: skip


def _moved(payment: "Payment") -> list[tuple[str, str, int]]:
    kinds = Movement.Kind
    moved: list[tuple[str, str, int]] = []
    if payment.captured:
        moved.append((kinds.PAYMENT, payment.intent, payment.captured))
    for refund in payment.refunds:
        moved.append((kinds.REFUND, refund.id, -refund.amount))
        if refund.has_failed:
            moved.append((kinds.REFUND_FAILED, refund.id, refund.amount))
    for dispute in payment.disputes:
        if dispute.took_money:
            moved.append((kinds.DISPUTE, dispute.id, -dispute.amount))
        if dispute.is_won:
            moved.append((kinds.DISPUTE_WON, dispute.id, dispute.amount))
    return moved
