"""The words in which the rest of the house asks for pages."""

from collections.abc import Iterable
from typing import Self

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from catalog.models import Item
from lore.models.choices import Status

SEARCH_CONFIG = "lore_english"


class PageQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public may read. A page of the future appears by the clock, without a job."""
        return self.filter(status=Status.PUBLISHED, publish_at__lte=timezone.now())

    def about(self, item: Item) -> Self:
        return self.filter(items=item)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind).order_by("sort_title")

    def by_letter(self, letter: str) -> Self:
        """Pages whose title starts with `letter`, articles such as 'The' left out."""
        return self.filter(sort_title__startswith=letter.casefold()).order_by("sort_title")

    def kept_by(self, user: models.Model) -> Self:
        return self.filter(author=user).order_by("sort_title")

    def lately_revised(self) -> Self:
        return self.order_by("-revised_at", "-pk")

    def linking_to(self, keys: Iterable[str]) -> Self:
        """Pages whose text points at one of `keys`, whether or not it leads anywhere."""
        return self.filter(links__key__in=list(keys)).distinct().order_by("pk")

    def most_tied(self) -> Self:
        ties = Count("ties", distinct=True) + Count("ties_from_others", distinct=True)
        return self.annotate(tie_count=ties).order_by("-tie_count", "pk")

    def with_keeper(self) -> Self:
        return self.select_related("author")

    def named(self, *keys: str) -> Self:
        """Pages that answer to one of `keys`: by title, by address or by another name."""
        by_alias = self.model._default_manager.filter(aliases__key__in=keys).values("pk")
        return self.filter(Q(key__in=keys) | Q(slug__in=keys) | Q(pk__in=by_alias))

    def answering_to(self, keys: Iterable[str]) -> models.QuerySet:
        """Rows of pk, slug, title and `answers_to`, the best name first; one statement."""
        names = list(keys)
        columns = ("pk", "slug", "title", "answers_to", "rank")
        ways = [
            self.filter(**{f"{field}__in": names})
            .order_by()
            .annotate(answers_to=F(field), rank=models.Value(rank))
            .values(*columns)
            for rank, field in enumerate(["key", "slug", "aliases__key"])
        ]
        return ways[0].union(*ways[1:], all=True).order_by("rank")

    def search(self, words: str) -> Self:
        """Pages that hold `words`, the last of which may be half typed; best first."""
        query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
        half = "".join(c for c in words.split()[-1:][0] if c.isalnum()) if words.split() else ""
        if half:
            query |= SearchQuery(f"{half}:*", config=SEARCH_CONFIG, search_type="raw")
        found = self.filter(vector=query).annotate(rank=SearchRank(F("vector"), query))
        return found.order_by("-rank", "sort_title")
