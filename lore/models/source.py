from django.db import models
from django.db.models import Q

from lore.models.gated import Gated, GatedQuerySet

WEB_ADDRESS = "^https?://"


class Source(Gated):
    """Where something is said: cited by its key, `[@dexerto_prisoner]`.

    A title that tells what a page covers has a gate of its own: the list of sources then names
    its publisher and nothing else.
    """

    key = models.SlugField(max_length=80, unique=True, help_text="What [@key] in a text refers to.")
    publisher = models.CharField(max_length=160)
    title = models.CharField(max_length=240, help_text="In our words: what it is about.")
    url = models.URLField("address", max_length=500, blank=True)
    archived_url = models.URLField("archived copy", max_length=500, blank=True)
    published_on = models.DateField(null=True, blank=True, help_text="Empty: not known.")
    accessed_on = models.DateField("last seen on", null=True, blank=True)
    is_official = models.BooleanField("by someone who made the game", default=False)

    objects = GatedQuerySet.as_manager()

    class Meta(Gated.Meta):
        ordering = ["publisher", "title"]
        constraints = [
            *Gated.Meta.constraints,
            # An import asks no form, and these addresses become links.
            models.CheckConstraint(
                condition=Q(url="") | Q(url__regex=WEB_ADDRESS), name="source_url_is_of_the_web"
            ),
            models.CheckConstraint(
                condition=Q(archived_url="") | Q(archived_url__regex=WEB_ADDRESS),
                name="source_archive_is_of_the_web",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"
