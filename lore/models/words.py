"""The words in which the rest of the house asks for pages."""

from collections.abc import Iterable
from typing import Self

from django.contrib.postgres.search import (
    SearchHeadline,
    SearchQuery,
    SearchRank,
    TrigramWordSimilarity,
)
from django.db import models
from django.db.models import Count, F, Q, Value
from django.utils import timezone

from catalog.models import Folded, Item
from lore.models.choices import Status
from lore.models.report_words import ReportWords

SEARCH_CONFIG = "lore_english"
ENOUGH = 5  # pages; with fewer, a search forgives spelling
ALIKE = 0.45  # "Embrborn" is 0.58 like "Emberborn"


class PageQuerySet(ReportWords):
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
        linking = self.model._default_manager.filter(links__key__in=list(keys)).order_by()
        return self.filter(pk__in=linking.values("pk")).order_by("pk")

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
        """Rows of pk, slug, title, kind and `answers_to`, the best name first; one statement."""
        names = list(keys)
        columns = ("pk", "slug", "title", "kind", "answers_to", "rank")
        ways = [
            self.filter(**{f"{field}__in": names})
            .order_by()
            .annotate(answers_to=F(field), rank=models.Value(rank))
            .values(*columns)
            for rank, field in enumerate(["key", "slug", "aliases__key"])
        ]
        return ways[0].union(*ways[1:], all=True).order_by("rank")

    def search(self, words: str) -> Self:
        """Pages that hold `words`, the last of which may be half typed; best first.

        Where few hold them, also pages whose names are spelt much alike.
        """
        query = _query(words)
        ranked = self.annotate(rank=SearchRank(F("vector"), query))
        found = ranked.filter(vector=query).order_by("-rank", "sort_title")
        if found.order_by()[:ENOUGH].count() == ENOUGH:
            return found
        alike = TrigramWordSimilarity(Folded(Value(words)), Folded("names"))  # type: ignore[arg-type]
        either = ranked.annotate(alike=alike).filter(Q(vector=query) | Q(alike__gte=ALIKE))
        return either.order_by("-rank", "-alike", "sort_title")

    def nearest_to(self, words: str) -> Self:
        """Pages whose names are least unlike `words`, however unlike."""
        alike = TrigramWordSimilarity(Folded(Value(words)), Folded("names"))  # type: ignore[arg-type]
        return self.order_by(alike.desc(), "sort_title")

    def with_snippet(self, words: str, start: str, stop: str) -> Self:
        """Annotated with `snippet`: where the open text holds `words`, each between start and
        stop. It is text, not HTML; what stands under ash is not in it."""
        snippet = SearchHeadline(
            "text",
            _query(words),
            config=SEARCH_CONFIG,
            start_sel=start,
            stop_sel=stop,
            max_fragments=2,
            max_words=24,
            min_words=10,
            fragment_delimiter=" … ",
        )
        return self.annotate(snippet=snippet)


def _query(words: str) -> SearchQuery:
    query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
    last = (words.split() or [""])[-1]
    half = "".join(letter for letter in last if letter.isalnum())
    if half:
        query |= SearchQuery(f"{half}:*", config=SEARCH_CONFIG, search_type="raw")
    return query
