from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from lore.models.gated import Gated, GatedQuerySet
from lore.models.page import Page
from lore.models.source import Source

NO_NUMBER = "A figure holds a number: 4.2 million, 8.4, 71 per cent."


class KeyFigureQuerySet(GatedQuerySet):
    def of_public_pages(self) -> Self:
        return self.filter(page__in=Page.objects.published())

    def with_source(self) -> Self:
        return self.with_gates().select_related("source")


class KeyFigure(Gated):
    """A number with what it counts, the day it was counted and who says so."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(max_length=80, help_text="What is counted: Watched on the first day.")
    value = models.CharField(max_length=24, help_text="As it is read: 4.2 million, 8.4.")
    unit = models.CharField(max_length=40, blank=True, help_text="viewers, of 10, lanterns.")
    as_of = models.DateField("as of", help_text="The day for which it holds.")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="figures")
    position = models.PositiveSmallIntegerField(default=0)

    cites: list[Any]  # its source with the number it has on the page; set by the article

    objects = KeyFigureQuerySet.as_manager()

    class Meta(Gated.Meta):
        ordering = ["position", "pk"]
        constraints = [
            *Gated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(value__regex="[0-9]"),
                name="figure_holds_a_number",
                violation_error_message=NO_NUMBER,
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [f"{self.label}:", self.value, self.unit]))

    def get_absolute_url(self) -> str:
        """Its place on the page; where it is covered, a page of its own."""
        if not self.is_gated:
            return f"{self.page.get_absolute_url()}#figures"
        return reverse("lore:figure_detail", args=[self.page.slug, self.pk])
