"""The words for many gifts and transfers."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from payments.models.handover import Handover

SEALED, GIFT, TRANSFER = "sealed", "gift", "transfer"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def sealed(self) -> Self:
        """Waiting for an answer."""
        return self.filter(state=SEALED)

    def ended(self) -> Self:
        return self.exclude(state=SEALED)

    def gifts(self) -> Self:
        return self.filter(kind=GIFT)

    def opened_by(self, token_hash: str) -> "Handover | None":
        """The gift whose link has this hash."""
        return self.gifts().filter(token_hash=token_hash).first()

    def given_by(self, member: Any) -> Self:
        return self.filter(giver=member)

    def asked_of(self, member: Any) -> Self:
        """Transfers that wait for this member's word."""
        return self.sealed().filter(kind=TRANSFER, recipient=member)

    def overdue(self, now: datetime) -> Self:
        return self.sealed().filter(expires_at__lte=now)

    def for_cards(self) -> Self:
        """With what a page shows of each, the newest first."""
        related = self.select_related("giver", "recipient", "copy__item")
        return related.prefetch_related("copy__item__images").order_by("-made_at", "-pk")
