from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse

if TYPE_CHECKING:
    from catalog.models.item import Item


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
