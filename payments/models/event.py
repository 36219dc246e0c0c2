"""What Stripe told us, by event id: told once however often it arrives."""

from typing import Self

from django.db import models
from django.utils import timezone


class StripeEvent(models.Model):
    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=120)
    object_id = models.CharField(max_length=255, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "Stripe event"

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"

    @classmethod
    def receive(cls, event_id: str, type: str, object_id: str) -> Self:
        """The row of this event, made when it first arrives."""
        known = {"type": type[:120], "object_id": object_id[:255]}
        return cls.objects.get_or_create(event_id=event_id, defaults=known)[0]

    def mark_handled(self) -> None:
        unhandled = StripeEvent.objects.filter(pk=self.pk, handled_at=None)
        unhandled.update(handled_at=timezone.now())
