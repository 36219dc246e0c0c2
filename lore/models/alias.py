from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from lore.models.naming import hold_names
from lore.models.page import Page
from lore.rendering import key_of


class PageAliasQuerySet(models.QuerySet["PageAlias"]):
    def shadowed(self) -> Self:
        """Names that another page bears itself, annotated with that page: they lead to it."""
        bearers = Page.objects.filter(Q(key=OuterRef("key")) | Q(slug=OuterRef("key")))
        bearer = Subquery(bearers.exclude(pk=OuterRef("page")).order_by("pk").values("pk")[:1])
        names = self.annotate(shadowed_by=bearer).exclude(shadowed_by=None)
        return names.select_related("page").order_by("key")


class PageAlias(models.Model):
    """Another name of a page. Links and old addresses that use it lead to the page, in one hop."""

    class Reason(models.TextChoices):
        NAME = "name", "Also called"
        RENAMED = "renamed", "Former name"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="aliases")
    title = models.CharField("name", max_length=160)
    key = models.CharField(max_length=200, unique=True, editable=False)
    reason = models.CharField(max_length=10, choices=Reason, default=Reason.NAME)

    objects = PageAliasQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = "other name"

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = key_of(self.title)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        self.key = key_of(self.title)
        if not self.key:
            raise ValidationError({"title": "A name needs at least one letter or figure."})
        hold_names()
        if PageAlias.objects.filter(key=self.key).exclude(pk=self.pk).exists():
            raise ValidationError({"title": "A page answers to this name already."})
        taken = Page.objects.named(self.key).exclude(pk=self.page_id).first()
        if taken:
            raise ValidationError({"title": f"“{taken}” already answers to this name."})
