"""What Stripe told us, by event id: acted upon once however often it arrives."""

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

if TYPE_CHECKING:
    from payments.gateway import Event


class EventQuerySet(models.QuerySet["StripeEvent"]):
    def unhandled(self) -> Self:
        """The oldest first."""
        return self.filter(handled_at=None).order_by("received_at", "pk")


class StripeEvent(models.Model):
    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=120)
    object_id = models.CharField(max_length=255, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name = "Stripe event"
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=models.Q(handled_at=None),
                name="event_unhandled",
            )
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"

    @classmethod
    @transaction.atomic
    def receive(cls, event: "Event") -> bool:
        """Keep an event that is new and queue what is to be done; False if it was known."""
        facts = {"type": event.type[:120], "object_id": event.object_id[:255]}
        kept, is_new = cls.objects.get_or_create(event_id=event.id, defaults=facts)
        if is_new:
            task = queue.configure_task("payments.tasks.act_on_event")
            task.defer(event_id=kept.pk)
        return is_new

    def mark_handled(self) -> None:
        unhandled = StripeEvent.objects.filter(pk=self.pk, handled_at=None)
        unhandled.update(handled_at=timezone.now())
