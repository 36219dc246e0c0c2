from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lore.models.choices import OUT_OF_SIGHT, Grade, Status
from lore.models.gated import Gated, GatedQuerySet, heavy_parts_of
from lore.models.page import Page
from lore.models.source import Source


class ClaimQuerySet(GatedQuerySet):
    def of_public_pages(self) -> Self:
        return self.filter(page__in=Page.objects.published())

    def lately_weighed(self) -> Self:
        """The newest look first."""
        return self.order_by("-as_of", "-pk")

    def with_sources(self) -> Self:
        works = "source__gate_release__work"
        cited = ClaimSource.objects.select_related("source__gate", works)
        cited = cited.defer(*heavy_parts_of(works))
        return self.with_gates().prefetch_related(models.Prefetch("cited", cited))

    def unsourced(self) -> Self:
        """Claims of live pages that cite nothing: facts, and what is not even reasoned."""
        bare = self.filter(cited=None, page__status=Status.PUBLISHED)
        unfounded = Q(basis="") | Q(grade__in=[grade for grade in Grade if grade.is_fact])
        return bare.filter(unfounded).select_related("page").order_by("page__sort_title", "pk")

    def overdue(self) -> Self:
        """Claims whose day to be weighed again has passed."""
        due = self.filter(review_due__lt=timezone.localdate())
        return due.exclude(page__status__in=OUT_OF_SIGHT)


class Claim(Gated):
    """One statement with its grade, its sources and the day we last looked."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="claims")
    text = models.TextField(max_length=600)
    grade = models.CharField(max_length=10, choices=Grade)
    earlier_grade = models.CharField(max_length=10, choices=Grade, blank=True, editable=False)
    as_of = models.DateField("as of", help_text="The day somebody last looked.")
    basis = models.TextField(
        max_length=400, blank=True, help_text="Where no source says it: what it is reasoned from."
    )
    position = models.PositiveSmallIntegerField(default=0)
    review_due = models.DateField(null=True, blank=True)

    cites: list[Any]  # numbered sources, set by the article that shows the claim

    objects = ClaimQuerySet.as_manager()

    class Meta(Gated.Meta):
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["-as_of", "-id"], name="claim_newest")]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """Its place on the page; where it is covered, a page of its own."""
        if not self.is_gated:
            return f"{self.page.get_absolute_url()}#claim-{self.pk}"
        return reverse("lore:claim_detail", args=[self.page.slug, self.pk])


class ClaimSource(models.Model):
    """One source of a claim: in whose words, and by way of whom it reached us."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="cited")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="cited_by")
    quote = models.TextField(max_length=600, blank=True)
    speaker = models.CharField(max_length=160, blank=True)
    via = models.CharField(max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "source"], name="claim_cites_a_source_once")
        ]

    def __str__(self) -> str:
        return str(self.source)
