from django.conf import settings
from django.db import models
from django.utils import timezone


class Act(models.TextChoices):
    """What is said or done at the desk, in the words that follow a name."""

    COMMENT = "comment", "wrote"
    SUBMITTED = "submitted", "asked for a review"
    RETURNED = "returned", "gave it back to the writer"
    SCHEDULED = "scheduled", "set the time"
    CALLED_OFF = "called_off", "called the time off"
    PUBLISHED = "published", "published it"
    UNPUBLISHED = "unpublished", "made it a draft again"
    ARCHIVED = "archived", "archived it"
    TAKEN_DOWN = "taken_down", "took it down"
    RESTORED = "restored", "brought back an earlier revision"


class DeskNote(models.Model):
    """What editors said to one another about a page, and what they did with it. Never public."""

    page = models.ForeignKey("lore.Page", on_delete=models.CASCADE, related_name="desk_notes")
    revision = models.ForeignKey(
        "lore.PageRevision", on_delete=models.PROTECT, null=True, related_name="+"
    )
    act = models.CharField(max_length=12, choices=Act, default=Act.COMMENT)
    text = models.TextField(max_length=2000, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "desk note"

    def __str__(self) -> str:
        return f"{self.author} {self.get_act_display()}"
