from django.db import models
from django.urls import reverse


class Season(models.Model):
    """A season of the game, in the order they came; `code` is C1S8, C1SX, C4OG and the like."""

    number = models.PositiveSmallIntegerField(unique=True, help_text="Its place in the order.")
    code = models.CharField(max_length=8, unique=True)
    chapter = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60, help_text="Chapter 1, Season 8.")
    name = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="Where sources differ, and by how much.")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("catalog:season_detail", args=[self.code])
