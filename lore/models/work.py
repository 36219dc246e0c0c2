from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lore.models.choices import Stage


class WorkQuerySet(models.QuerySet["WorkInHand"]):
    def due(self) -> Self:
        """Work whose time to be published has come."""
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")


class WorkInHand(models.Model):
    """What is being worked on behind a page; no row once all of it is published.

    It lies apart from the page, so that writing leaves the row readers are shown untouched.
    """

    page = models.OneToOneField(
        "lore.Page", on_delete=models.CASCADE, primary_key=True, related_name="work"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    scheduled = models.ForeignKey(
        "lore.PageRevision", on_delete=models.PROTECT, null=True, related_name="+"
    )
    due_at = models.DateTimeField(null=True, help_text="When the scheduled revision goes public.")
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = "work in hand"
        verbose_name_plural = "work in hand"
        indexes = [
            models.Index(F("due_at"), condition=Q(due_at__isnull=False), name="work_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(scheduled=None, due_at=None, scheduled_by=None)
                | Q(scheduled__isnull=False, due_at__isnull=False, scheduled_by__isnull=False),
                name="work_is_scheduled_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.get_stage_display().lower()}"
