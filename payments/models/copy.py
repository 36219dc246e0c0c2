"""A copy: one number of one edition, and whose it is."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from catalog.models import Item
from payments.models.passage import Passage

if TYPE_CHECKING:
    from payments.models.handover import Handover
    from payments.models.order import Order


class CopyQuerySet(models.QuerySet["Copy"]):
    def current(self) -> Self:
        """Numbers somebody has; what was given back is history."""
        return self.filter(returned_at=None)

    def owned_by(self, user: Any) -> Self:
        """What this member has, frozen or not."""
        return self.current().filter(owner=user)

    def unsealed(self) -> Self:
        """Not on their way to somebody else."""
        return self.exclude(handovers__state="sealed")

    def at_hand(self) -> Self:
        """Neither frozen nor sealed: their files may be fetched."""
        return self.unsealed().filter(frozen_at=None)

    def passed_on_from(self, order: "Order") -> Self:
        """Of this order, and had by somebody who is not its buyer."""
        had = self.current().filter(order_line__order=order).exclude(owner=None)
        return had.exclude(owner=order.buyer_id) if order.buyer_id else had

    def shown_in_public(self) -> Self:
        """What a public page may call its owner's. That one is in dispute is nobody's business."""
        return self.current().unsealed()

    def for_locker(self) -> Self:
        """With what a Locker shows of each: the newest first, those of one order as ordered."""
        related = self.select_related("item__item_set").prefetch_related(
            "item__images", "handovers"
        )
        return related.order_by("-owned_since", "order_line", "serial")


class Copy(models.Model):
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: kept by the house, or its owner's account was removed.",
    )
    order_line = models.ForeignKey(
        "payments.OrderLine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        help_text="Empty: it was not bought here.",
    )
    paid_cents = models.PositiveIntegerField(
        null=True, blank=True, help_text="Empty: it was not bought here."
    )
    tax_cents = models.PositiveIntegerField(
        null=True, blank=True, help_text="Within what was paid. Empty: Stripe was not asked."
    )
    acquired_at = models.DateTimeField(default=timezone.now, help_text="When it was entered.")
    owned_since = models.DateTimeField(
        default=timezone.now, help_text="When its owner of now came to it."
    )
    frozen_at = models.DateTimeField(
        null=True, blank=True, help_text="Its money is on its way back or in dispute."
    )
    returned_at = models.DateTimeField(
        null=True, blank=True, help_text="Given back: the number is in the edition again."
    )

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "copies"
        ordering = ["item", "serial"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "serial"],
                condition=Q(returned_at=None),
                name="copy_serial_is_unique",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(frozen_at=None),
                name="copy_returned_is_not_frozen",
            ),
            models.CheckConstraint(condition=Q(serial__gt=0), name="copy_serial_is_positive"),
        ]
        indexes = [models.Index(fields=["owner", "-owned_since"], name="copy_of_owner")]

    def __str__(self) -> str:
        return f"{self.item} No. {self.serial}"

    def get_absolute_url(self) -> str:
        """Its number's page, with its history."""
        return reverse("payments:copy_detail", args=[self.item.slug, self.serial])

    @property
    def open_handover(self) -> "Handover | None":
        """The gift or transfer it waits in, among those that were prefetched."""
        return next((each for each in self.handovers.all() if each.is_sealed), None)

    @property
    def is_at_hand(self) -> bool:
        """The twin of `at_hand()`."""
        return self.frozen_at is None and self.open_handover is None

    @transaction.atomic
    def pass_to(self, member: Any, how: str) -> bool:
        """Make it the member's, and enter that in its history; False if it is frozen or gone.

        Whoever also locks the item does so before.
        """
        copy = Copy.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if copy.frozen_at or copy.returned_at:
            return False
        now = timezone.now()
        Copy.objects.filter(pk=self.pk).update(owner=member, owned_since=now)
        Passage.objects.create(copy=copy, owner=member, how=how, at=now)
        self.refresh_from_db(fields=["owner", "owned_since"])
        return True
