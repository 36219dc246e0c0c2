from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Length
from django.urls import reverse
from django.utils import timezone

from catalog.models.queries import Folded

if TYPE_CHECKING:
    from catalog.models.item import Item


class ItemSetQuerySet(models.QuerySet["ItemSet"]):
    def shown(self) -> Self:
        """Sets of which at least one piece is entered."""
        entered = Q(items__entered_on__lte=timezone.localdate())
        return self.filter(Exists(self.model.objects.filter(entered, pk=OuterRef("pk"))))

    def named_like(self, text: str) -> Self:
        """Sets whose name holds `text`, accents and case aside; the shortest name first."""
        folded = self.alias(folded=Folded("name"))
        return folded.filter(folded__contains=Folded(Value(text))).order_by(Length("name"), "name")

    def nearest_to(self, text: str) -> Self:
        """Sets whose names are least unlike `text`, however unlike."""
        alike = TrigramWordSimilarity(Folded(Value(text)), Folded("name"))  # type: ignore[arg-type]
        return self.order_by(alike.desc(), "name")


class ItemSet(models.Model):
    """Pieces that belong together; complete when a keeper has one of each."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    story = models.TextField(blank=True)
    lead = models.ForeignKey(
        "catalog.Item",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The piece whose picture stands for the set.",
    )

    objects = ItemSetQuerySet.as_manager()
    entered_pieces: "list[Item]"  # what a view prefetches; see catalog/neighbours.py

    class Meta:
        ordering = ["name"]
        verbose_name = "set"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:set_detail", args=[self.slug])

    @property
    def cover(self) -> "Item":
        """The piece that stands for the set, of `entered_pieces`; the first where none is named."""
        pieces = self.entered_pieces
        return next((one for one in pieces if one.pk == self.lead_id), pieces[0])
