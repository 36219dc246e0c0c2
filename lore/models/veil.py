from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchHeadline, SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Left
from django.urls import reverse

from lore.models.gated import Gated, GatedQuerySet
from lore.models.page import SEARCHED_CHARS, Page
from lore.models.search import MATCH_START, MATCH_STOP, SEARCH_CONFIG, WordsQuery


class VeilQuerySet(GatedQuerySet):
    def of_public_pages(self) -> Self:
        return self.filter(page__in=Page.objects.published())

    def holding(self, words: str) -> Self:
        """Passages that hold `words`, each with a `snippet` as pages have one."""
        snippet = SearchHeadline(
            "text",
            WordsQuery(words),
            config=SEARCH_CONFIG,
            start_sel=MATCH_START,
            stop_sel=MATCH_STOP,
            max_words=24,
            min_words=10,
        )
        return self.filter(vector=WordsQuery(words)).annotate(snippet=snippet)


class Veil(Gated):
    """A covered passage. It lies apart from its page, so that nothing of it can slip out."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="veils")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    hint = models.CharField(max_length=400, blank=True)
    html = models.TextField()
    source_keys = models.JSONField(default=list)
    # Searched only for readers who have reached the passage.
    text = models.TextField(blank=True)
    vector = models.GeneratedField(
        expression=SearchVector(Left("text", SEARCHED_CHARS), config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = VeilQuerySet.as_manager()

    class Meta(Gated.Meta):
        ordering = ["number"]
        indexes = [GinIndex(fields=["vector"], name="veil_vector")]
        constraints = [
            *Gated.Meta.constraints,
            models.UniqueConstraint(fields=["page", "number"], name="veil_is_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("lore:veil_detail", args=[self.page.slug, self.number])
