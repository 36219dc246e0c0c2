from django.db import models
from django.urls import reverse

from lore.models.gated import Gated, GatedQuerySet
from lore.models.page import Page


class Veil(Gated):
    """A covered passage. It lies apart from its page, so that nothing of it can slip out."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="veils")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    hint = models.CharField(max_length=400, blank=True)
    html = models.TextField()
    source_keys = models.JSONField(default=list)

    objects = GatedQuerySet.as_manager()

    class Meta(Gated.Meta):
        ordering = ["number"]
        constraints = [
            *Gated.Meta.constraints,
            models.UniqueConstraint(fields=["page", "number"], name="veil_is_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("lore:veil_detail", args=[self.page.slug, self.number])
