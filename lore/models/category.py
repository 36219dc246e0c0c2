"""Categories: a tree of shelves. Each row knows only its parent, so that moving a whole branch
writes one row; the database walks up or down the tree when it is asked."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.expressions import RawSQL
from django.urls import reverse

from lore.models.page_words import PageWords

MAX_DEPTH = 6  # levels; the trigger of migration 0020 holds the same number
IN_A_CIRCLE = "A category cannot stand under itself or under one of its own sub-categories."
TOO_DEEP = f"At most {MAX_DEPTH} levels: a deeper shelf is not found by anybody."

_ABOVE = """
WITH RECURSIVE above AS (
    SELECT id, parent_id, 0 AS steps FROM lore_category WHERE id = %s
    UNION ALL
    SELECT c.id, c.parent_id, above.steps + 1 FROM lore_category c
    JOIN above ON c.id = above.parent_id WHERE above.steps < 32
) SELECT c.*, above.steps FROM lore_category c JOIN above USING (id) ORDER BY above.steps DESC
"""
_WITHIN = """
WITH RECURSIVE within AS (
    SELECT id, 1 AS level FROM lore_category WHERE id = %s
    UNION ALL
    SELECT c.id, within.level + 1 FROM lore_category c
    JOIN within ON c.parent_id = within.id WHERE within.level < 32
) SELECT {} FROM within
"""


class CategoryQuerySet(models.QuerySet["Category"]):
    def tops(self) -> Self:
        return self.filter(parent=None)

    def within(self, category: "Category") -> Self:
        """`category` and everything below it."""
        return self.filter(pk__in=RawSQL(_WITHIN.format("id"), [category.pk]))  # noqa: S611

    def with_page_count(self) -> Self:
        """Annotated with `page_count`: the pages in it that can be read, without those of its
        sub-categories."""
        readable = PageWords.objects.published().values("page")
        counted = self.annotate(page_count=Count("pages", filter=Q(pages__in=readable)))
        return counted.order_by("title")  # counting forgets the order of Meta


class Category(models.Model):
    """A shelf of pages, which may stand within another."""

    title = models.CharField(max_length=120, unique=True)
    slug = models.SlugField("address", max_length=120, unique=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="stands within",
        help_text="Empty: a shelf of its own.",
    )
    description = models.TextField(
        max_length=600, blank=True, help_text="What belongs here, in two sentences."
    )

    page_count: int  # set by `with_page_count`

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "categories"
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="category_is_not_its_own_parent",
                violation_error_message=IN_A_CIRCLE,
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("lore:category_detail", args=[self.slug])

    def path(self) -> list["Category"]:
        """From the top of the tree down to this category itself; one statement."""
        return list(Category.objects.raw(_ABOVE, [self.pk]))

    def clean(self) -> None:
        if self.parent is None:
            return
        above = self.parent.path()
        if self.pk and self in above:
            raise ValidationError({"parent": IN_A_CIRCLE})
        if len(above) + self._height() > MAX_DEPTH:
            raise ValidationError({"parent": TOO_DEEP})

    def _height(self) -> int:
        """How many levels this category and what stands within it take."""
        if self.pk is None:
            return 1
        query: Any = RawSQL(_WITHIN.format("max(level)"), [self.pk])  # noqa: S611
        return Category.objects.filter(pk=self.pk).values_list(query, flat=True)[0] or 1
