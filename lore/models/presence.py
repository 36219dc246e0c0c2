"""Who has the form of a page open. Told to the others, and never in anybody's way."""

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from lore.models.page import Page

if TYPE_CHECKING:
    from accounts.models import User

GONE_AFTER = timedelta(seconds=45)  # two beats of the form, and a little


class PresenceQuerySet(models.QuerySet["Presence"]):
    def here(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - GONE_AFTER)

    def beside(self, user: "User") -> Self:
        """The others who are here, whoever came first first."""
        return self.here().exclude(user=user).select_related("user").order_by("pk")


class Presence(models.Model):
    """One keeper at one page. The table is not logged: after a crash nobody is here."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="present")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "user"], name="presence_is_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.page}"

    @staticmethod
    def tell(page: Page, user: "User") -> None:
        """`user` has the page open at this moment; who left without a word is forgotten."""
        now = timezone.now()
        Presence.objects.filter(seen_at__lt=now - GONE_AFTER).delete()
        Presence.objects.bulk_create(
            [Presence(page=page, user=user, seen_at=now)],
            update_conflicts=True,
            unique_fields=["page", "user"],
            update_fields=["seen_at"],
        )
