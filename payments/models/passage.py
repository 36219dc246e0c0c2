"""The history of a copy: who has had it since when, and how it came to them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from payments.models.copy import Copy


class PassageQuerySet(models.QuerySet["Passage"]):
    def in_order(self) -> Self:
        """From the first to the newest, with the names a page shows."""
        return self.select_related("owner").order_by("at", "pk")


class Passage(models.Model):
    """One change of hands. The database refuses to change or delete it.

    Only the owner's name may go: their account was removed.
    """

    class How(models.TextChoices):
        BOUGHT = "bought", "Bought"
        GIFT = "gift", "Given as a gift"
        TRANSFER = "transfer", "Passed on"
        RETURNED = "returned", "Given back to the edition"
        RESTORED = "restored", "Kept after all"
        GRANTED = "granted", "Entered by the house"

    copy = models.ForeignKey("payments.Copy", on_delete=models.PROTECT, related_name="passages")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who has it since. Empty: nobody, the house, or an account that was removed.",
    )
    how = models.CharField(max_length=10, choices=How)
    at = models.DateTimeField(default=timezone.now)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(how="returned") | models.Q(owner=None),
                name="passage_returned_to_nobody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.copy}: {self.get_how_display().lower()}"

    @classmethod
    def begin(cls, copies: "Iterable[Copy]") -> None:
        """The first line of each history. Needs the transaction that enters the copies."""
        Passage.objects.bulk_create(
            Passage(
                copy=copy,
                owner_id=copy.owner_id,
                how=cls.How.BOUGHT if copy.order_line_id else cls.How.GRANTED,
                at=copy.acquired_at,
            )
            for copy in copies
        )
