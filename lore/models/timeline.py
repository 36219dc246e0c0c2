from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format

from catalog.models import Season
from lore.models.choices import FORMATS, Grade, Precision
from lore.models.gated import Gated, GatedQuerySet
from lore.models.page import Page


class TimelineQuerySet(GatedQuerySet):
    def public(self) -> Self:
        """Entries of pages that can be read, oldest first, each saying whether it is covered."""
        later = Q(season__number__gt=F("page__season__number"))
        gated = Q(gate__isnull=False) | Q(gate_release__isnull=False)
        entries = self.filter(page__in=Page.objects.published())
        return (
            entries.with_gates()
            .annotate(
                is_covered=models.ExpressionWrapper(
                    gated | (Q(season__isnull=False, page__season__isnull=False) & later),
                    output_field=models.BooleanField(),
                )
            )
            .select_related("page", "season")
            .order_by("date", "pk")
        )


class TimelineEntry(Gated):
    """A dated happening that a page owns; covered behind a gate, and where it is of a later
    season than its page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="timeline")
    season = models.ForeignKey(
        Season, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    date = models.DateField(help_text="The first day of the month or year where that is all.")
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    text = models.CharField(max_length=240, help_text="One sentence; may hold [[links]].")
    html = models.TextField(editable=False, blank=True)
    grade = models.CharField(max_length=10, choices=Grade)

    is_covered: bool  # set by `public()`

    objects = TimelineQuerySet.as_manager()

    class Meta(Gated.Meta):
        ordering = ["date", "pk"]
        verbose_name = "dated happening"

    def __str__(self) -> str:
        return f"{self.display_date}: {self.text}"

    @property
    def display_date(self) -> str:
        return date_format(self.date, FORMATS[Precision(self.precision)])

    @property
    def is_shut(self) -> bool:
        return self.is_covered and not self.is_opened

    @property
    def opens_in(self) -> Season | None:
        return self.gate or self.season
