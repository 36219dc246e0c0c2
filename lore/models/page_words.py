from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F
from django.utils import timezone

from catalog.models import Season
from lore.models.page import Page


class PageWordsQuerySet(models.QuerySet["PageWords"]):
    def published(self) -> Self:
        """The twin of `Page.objects.published()`, for who only counts."""
        return self.filter(public_from__lte=timezone.now())


class PageWords(models.Model):
    """What a page is searched and counted by, in a narrow row; triggers of the database keep it.

    Only what stands in the open is in it. See migration 0060.
    """

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    names = SearchVectorField()  # title and other names, stemmed and as they are
    vector = SearchVectorField()  # names (A), facts (B) and text (C)
    public_from = models.DateTimeField(null=True)  # None: not published
    kind = models.CharField(max_length=16)
    season = models.ForeignKey(
        Season, on_delete=models.DO_NOTHING, null=True, related_name="+", db_index=False
    )
    length = models.PositiveIntegerField()  # in words
    grades = ArrayField(models.CharField(max_length=10))  # of its open claims, each once
    categories = ArrayField(models.BigIntegerField())  # its own and what they lie within

    objects = PageWordsQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="page_words_vector"),
            GinIndex(fields=["names"], name="page_words_names"),
            # For a common word under filters that few pages fit.
            models.Index(fields=["season"], name="page_words_season"),
            models.Index(fields=["kind"], name="page_words_kind"),
            GinIndex(fields=["categories"], name="page_words_categories"),
            models.Index(F("length").desc(), "page", name="page_words_longest"),
        ]

    def __str__(self) -> str:
        return f"The words of {self.page_id}"
