"""The bills of a membership: one row for each invoice that Stripe made for it."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from payments.gateway import Billed
    from payments.models.membership import Membership


class Bill(models.Model):
    """As Stripe has the invoice now; what was told about it is told once."""

    membership = models.ForeignKey(
        "payments.Membership", on_delete=models.PROTECT, related_name="bills"
    )
    invoice_id = models.CharField(max_length=255, unique=True)
    number = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=40, help_text="subscription_cycle is a renewal.")
    status = models.CharField(max_length=20, help_text="draft, open, paid, void, uncollectible")
    amount_cents = models.IntegerField(help_text="Below nothing where a change of plan gave back.")
    tax_cents = models.IntegerField(
        null=True, blank=True, help_text="Within it. Empty: Stripe was not asked."
    )
    currency = models.CharField(max_length=3)
    made_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    page_url = models.URLField(max_length=2000, blank=True, help_text="Stripe's page of it.")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    complained_at = models.DateTimeField(
        null=True, blank=True, help_text="Told that it could not be paid."
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paid_at=None) | Q(status="paid"), name="bill_paid_says_when"
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.invoice_id

    @classmethod
    def mirror(cls, membership: "Membership", found: "Billed") -> tuple["Bill", bool]:
        """Its row as Stripe has it now, and whether it was paid since we last looked.

        The membership's row is locked by now.
        """
        known = cls.objects.filter(invoice_id=found.id).first()
        bill = known or cls(membership=membership, invoice_id=found.id)
        was_paid = bill.paid_at is not None
        for name in ("number", "reason", "status", "amount_cents", "currency", "made_at"):
            setattr(bill, name, getattr(found, name))
        for name in ("tax_cents", "paid_at", "page_url", "tries", "next_try_at"):
            setattr(bill, name, getattr(found, name))
        bill.save()
        return bill, bill.paid_at is not None and not was_paid

    @property
    def is_refused(self) -> bool:
        """Tried, and not paid yet."""
        return self.status == "open" and self.tries > 0

    def complain(self) -> bool:
        """Whether nobody was told yet that it could not be paid; from now on somebody was."""
        untold = Bill.objects.filter(pk=self.pk, complained_at=None)
        return bool(untold.update(complained_at=timezone.now()))
