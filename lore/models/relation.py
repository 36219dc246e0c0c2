from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from catalog.models import Season
from lore.models.choices import Grade
from lore.models.gated import Gated, GatedQuerySet
from lore.models.page import Page
from lore.models.source import Source
from lore.models.words import is_published


class RelationQuerySet(GatedQuerySet):
    def touching(self, page: Page) -> Self:
        """The ties of `page`, whichever end it stands at, to pages that can be read."""
        # By the joins that are there anyway: a list of all public pages would grow with the wiki.
        out = Q(from_page=page) & is_published("to_page__")
        back = Q(to_page=page) & is_published("from_page__")
        return (
            self.filter(out | back)
            .with_gates()
            .select_related("from_page__season", "to_page__season", "season")
        )

    def seen_from_both_ends(self) -> Self:
        """What is covered on neither of its two pages."""
        ends = Q(season__number__gt=F("from_page__season__number")) | Q(
            season__number__gt=F("to_page__season__number")
        )
        return self.in_the_open().exclude(ends)


class Relation(Gated):
    """A tie between two pages: who did what to whom, since which season, and how we know."""

    from_page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="ties")
    type = models.SlugField(
        max_length=40, help_text="In small letters, such as imprisoned_in or member_of."
    )
    to_page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="ties_from_others")
    season = models.ForeignKey(
        Season, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    grade = models.CharField(max_length=10, choices=Grade)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="ties"
    )

    objects = RelationQuerySet.as_manager()

    class Meta(Gated.Meta):
        ordering = ["pk"]
        verbose_name = "tie"
        constraints = [
            *Gated.Meta.constraints,
            models.UniqueConstraint(
                fields=["from_page", "type", "to_page"],
                name="tie_is_kept_once",
                violation_error_message="This tie is already kept.",
            ),
            models.CheckConstraint(
                condition=~Q(from_page=F("to_page")),
                name="tie_joins_two_pages",
                violation_error_message="A page has no tie to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_page} {self.type.replace('_', ' ')} {self.to_page}"

    @property
    def opens_in(self) -> Season | None:
        return self.gate or self.season

    def clean(self) -> None:
        # The constraint says so too, but the form of a page leaves its own end out of the check.
        if self.to_page_id and self.to_page_id == self.from_page_id:
            raise ValidationError({"to_page": "A page has no tie to itself."})
