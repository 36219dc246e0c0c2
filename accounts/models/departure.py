"""A member who means to leave: the account goes when the days of grace are over."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app as queue

if TYPE_CHECKING:
    from accounts.models.user import User

_signer = signing.Signer(salt="accounts.departures")


class DepartureQuerySet(models.QuerySet["Departure"]):
    def of(self, user: Any) -> Self:
        return self.filter(user=user)

    def due(self) -> Self:
        return self.filter(due_at__lte=timezone.now()).order_by("due_at")


class Departure(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departure"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()

    objects = DepartureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("asked_at")), name="departure_has_grace"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} leaves on {self.due_at:%d.%m.%Y}"

    @classmethod
    @transaction.atomic
    def ask(cls, user: Any) -> "Departure":
        """Begin the days of grace, and write to the member; a second wish changes nothing."""
        now = timezone.now()
        due_at = now + timedelta(days=settings.DELETION_GRACE_DAYS)
        given = {"asked_at": now, "due_at": due_at}
        departure, is_new = cls.objects.get_or_create(user=user, defaults=given)
        if is_new:
            task = queue.configure_task("accounts.tasks.send_departure_letter")
            task.defer(departure_id=departure.pk)
        return departure

    @property
    def undo_path(self) -> str:
        """Where it is called off, without signing in."""
        return reverse("accounts:deletion_delete", args=[_signer.sign(str(self.pk))])

    @classmethod
    def behind(cls, token: str) -> "Departure | None":
        """None for a token that is forged, or a departure that was called off."""
        try:
            pk = _signer.unsign(token)
        except signing.BadSignature:
            return None
        return cls.objects.select_related("user").filter(pk=pk).first()


def is_needed(user: "User") -> bool:
    """Whether nobody else could run the house without this member."""
    others = get_user_model().objects.filter(is_superuser=True, is_active=True, departure=None)
    return user.is_superuser and not others.exclude(pk=user.pk).exists()
