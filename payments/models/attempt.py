"""One try at getting an order paid: one Checkout session at Stripe, known by a key of ours."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

PER_HOUR = 20  # payment pages for one buyer; who pays needs one or two


class AttemptQuerySet(models.QuerySet["CheckoutAttempt"]):
    def open(self) -> Self:
        """Not yet known to be paid, failed or expired at Stripe."""
        return self.filter(closed_at=None)

    def is_over_limit(self, buyer: Any) -> bool:
        """Whether this buyer asked for so many payment pages that it looks like card testing."""
        since = timezone.now() - timedelta(hours=1)
        return self.filter(order__buyer=buyer, made_at__gte=since).count() >= PER_HOUR


class CheckoutAttempt(models.Model):
    """Stored before Stripe is asked, so that a lost reply can be asked for again by its key."""

    order = models.ForeignKey("payments.Order", on_delete=models.PROTECT, related_name="attempts")
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(help_text="When the session ends by itself.")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(closed_at=None), name="attempt_one_open_per_order"
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.idempotency_key} at {self.order}"

    def close(self) -> None:
        CheckoutAttempt.objects.filter(pk=self.pk, closed_at=None).update(closed_at=timezone.now())
