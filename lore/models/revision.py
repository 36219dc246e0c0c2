from django.conf import settings
from django.db import models
from django.utils import timezone

from lore.models.page import Page

COVERED = "ash:"


class PageRevision(models.Model):
    """What a page said at one time. The database refuses to change or delete it."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField(
        null=True, blank=True, help_text="The revision it was made from."
    )
    snapshot = models.JSONField(help_text="Everything an editor can change.")
    summary = models.CharField(max_length=200)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="revision_is_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.page}, revision {self.number}"

    @property
    def public_summary(self) -> str:
        """The summary as readers see it: one that begins with "ash:" is for editors only."""
        if self.summary.casefold().lstrip().startswith(COVERED):
            return "A change under ash."
        return self.summary
