"""The words in which editors ask for pages that want looking after."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from lore.models.choices import OUT_OF_SIGHT, Kind, Status
from lore.rendering import RENDERER_VERSION

OVER_LONG = 5_000  # words in the open: more than twenty minutes


class ReportWords(models.QuerySet):
    """What PageQuerySet knows for the reports; each word is one statement, however many pages."""

    def live(self) -> Self:
        """Published, those of the future too: what editors answer for."""
        return self.filter(status=Status.PUBLISHED)

    def orphans(self) -> Self:
        """Live pages that no other live page leads to, by a link or by a tie."""
        links = self._others("links_here", target=OuterRef("pk")).exclude(page=F("target"))
        ties = self._others("ties_from_others", to_page=OuterRef("pk"))
        linked = links.filter(page__status=Status.PUBLISHED)
        tied = ties.filter(from_page__status=Status.PUBLISHED)
        return self.live().filter(~Exists(linked), ~Exists(tied)).order_by("sort_title")

    def dead_ends(self) -> Self:
        """Live pages none of whose links leads to another page."""
        links = self._others("links", page=OuterRef("pk"), target__isnull=False)
        return self.live().filter(~Exists(links.exclude(target=F("page")))).order_by("sort_title")

    def leaving_the_choice(self) -> Self:
        """Live pages with a link to a name that has several meanings."""
        links = self._others("links", page=OuterRef("pk"), target__kind=Kind.DISAMBIGUATION)
        pages = self.live().exclude(kind=Kind.DISAMBIGUATION)
        return pages.filter(Exists(links)).order_by("sort_title")

    def overdue(self) -> Self:
        """Pages whose day to be reviewed has passed."""
        due = self.filter(review_due__lt=timezone.localdate())
        return due.exclude(status__in=OUT_OF_SIGHT).order_by("review_due", "pk")

    def over_long(self) -> Self:
        """Pages that should be two, the longest first."""
        long = self.filter(word_count__gte=OVER_LONG).exclude(status__in=OUT_OF_SIGHT)
        return long.order_by("-word_count", "pk")

    def outdated(self) -> Self:
        """Pages that an older renderer drew."""
        return self.filter(renderer_version__lt=RENDERER_VERSION).order_by("pk")

    def _others(self, relation: str, **conditions: object) -> models.QuerySet:
        """Rows at the other end of `relation` under these conditions."""
        rows: Any = self.model._meta.get_field(relation).related_model
        return rows.objects.filter(**conditions).order_by()
