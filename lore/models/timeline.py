from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format

from catalog.models import Season
from lore.models.choices import Grade, Precision
from lore.models.page import Page

_FORMATS = {Precision.DAY: "j M Y", Precision.MONTH: "M Y", Precision.YEAR: "Y"}


class TimelineQuerySet(models.QuerySet["TimelineEntry"]):
    def public(self) -> Self:
        """Entries of pages that can be read, oldest first, each saying whether it is covered."""
        later = Q(season__number__gt=F("page__season__number"))
        entries = self.filter(page__in=Page.objects.published())
        return (
            entries.annotate(
                is_covered=models.ExpressionWrapper(
                    Q(season__isnull=False, page__season__isnull=False) & later,
                    output_field=models.BooleanField(),
                )
            )
            .select_related("page", "season")
            .order_by("date", "pk")
        )


class TimelineEntry(models.Model):
    """A dated happening that a page owns. Later than the page's own season, it is covered."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="timeline")
    season = models.ForeignKey(
        Season, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    date = models.DateField(help_text="The first day of the month or year where that is all.")
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    text = models.CharField(max_length=240, help_text="One sentence; may hold [[links]].")
    html = models.TextField(editable=False, blank=True)
    grade = models.CharField(max_length=10, choices=Grade)

    objects = TimelineQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = "dated happening"

    def __str__(self) -> str:
        return f"{self.display_date}: {self.text}"

    @property
    def display_date(self) -> str:
        return date_format(self.date, _FORMATS[Precision(self.precision)])
