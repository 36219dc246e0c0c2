"""Parts of a work as they came out; each can be a gate, as a season of the game can."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format

from catalog.models import Season
from lore.models.choices import FORMATS, Kind, Precision
from lore.models.gated import heavy_parts_of
from lore.models.page import Page
from lore.models.source import WEB_ADDRESS

WORDS_OF_THE_SHIELD = {"all", "none"}


class ReleaseQuerySet(models.QuerySet["Release"]):
    def of_public_works(self) -> Self:
        """By work, in the order they came out."""
        releases = self.filter(work__in=Page.objects.published()).select_related("work")
        light = releases.defer(*heavy_parts_of("work"))
        return light.order_by("work__sort_title", "position", "pk")


class Release(models.Model):
    """A part or instalment of a work: when it came out, and where it can be seen.

    It is never deleted: texts, and what readers say of themselves, call it by its key.
    """

    work = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="releases")
    name = models.CharField(max_length=80, help_text="Part Two, or the name of an instalment.")
    key = models.SlugField(
        max_length=60, unique=True, help_text="What a text calls it: :::ash cinder-watch-part-two"
    )
    position = models.PositiveSmallIntegerField(help_text="1 came first.")
    released_on = models.DateField(
        null=True, blank=True, help_text="The first day of the month or year where that is all."
    )
    ends_on = models.DateField(
        null=True, blank=True, help_text="The last day, where it came out in instalments."
    )
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    where_to_watch = models.CharField(max_length=200, blank=True)
    watch_url = models.URLField("address", max_length=500, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("released_on")),
                name="release_ends_after_it_begins",
                violation_error_message="The last day lies before the first.",
            ),
            models.CheckConstraint(
                condition=Q(watch_url="") | Q(watch_url__regex=WEB_ADDRESS),
                name="release_address_is_of_the_web",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = self.key.lower()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return f"{reverse('lore:page_detail', args=[self.work.slug])}#release-{self.pk}"

    def clean(self) -> None:
        if self.work.kind != Kind.WORK:
            raise ValidationError("Only a work has releases.")
        season = Season.objects.filter(code__iexact=self.key)
        if self.key.lower() in WORDS_OF_THE_SHIELD or season.exists():
            raise ValidationError({"key": "This word stands for something else. Take another."})

    @property
    def label(self) -> str:
        """Part Two of The Cinder Watch."""
        return f"{self.name} of {self.work.title}"

    @property
    def display_date(self) -> str:
        """6 Mar 2026 to 27 Mar 2026, as exactly as it is known; '' for not at all."""
        days = [day for day in (self.released_on, self.ends_on) if day]
        return " to ".join(date_format(day, FORMATS[Precision(self.precision)]) for day in days)
