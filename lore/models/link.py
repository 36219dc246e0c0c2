from typing import Any, Self

from django.db import models
from django.db.models import Count

from lore.models.choices import Status
from lore.models.page import Page


class PageLinkQuerySet(models.QuerySet["PageLink"]):
    def in_the_open(self) -> Self:
        return self.filter(is_covered=False)

    def wanted(self) -> "models.QuerySet[PageLink, dict[str, Any]]":
        """Rows of `key` and `wanted_by`: what published pages point at and nobody can read."""
        red = self.filter(target=None, page__status=Status.PUBLISHED).order_by()
        counted = red.values("key").annotate(wanted_by=Count("pk"))
        return counted.order_by("-wanted_by", "key")


class PageLink(models.Model):
    """A wikilink as it stood when its page was last rendered."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="links")
    key = models.CharField(max_length=200)
    target = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        related_name="links_here",
        help_text="Empty: a red link, to a page not written yet.",
    )
    is_covered = models.BooleanField(default=False, help_text="It stands only under ash.")

    is_meaning = models.BooleanField(
        default=False, help_text="A disambiguation page lists it as one of its meanings."
    )

    objects = PageLinkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="link_is_kept_once")]
        indexes = [models.Index(fields=["key"], name="link_key")]

    def __str__(self) -> str:
        return f"{self.page}: {self.key}"
