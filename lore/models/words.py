"""The words in which the rest of the house asks for pages."""

from collections.abc import Iterable, Sequence
from random import random
from typing import Any, Self

from django.contrib.postgres.search import SearchHeadline
from django.db import connections, models
from django.db.models import Count, F, Func, Q, Subquery, Value
from django.db.models.functions import Cast, Left
from django.utils import timezone

from catalog.models import Item
from lore.models.choices import Status
from lore.models.report_words import ReportWords
from lore.models.search import (
    ANY_NEAR,
    MATCH_START,
    MATCH_STOP,
    SEARCH_CONFIG,
    Sought,
    WordsQuery,
    best,
    best_or_alike,
    understand,
)

LOOKED_THROUGH = 50_000  # characters of a text, for where it holds the words
_INTEGER = models.IntegerField()
FIRST_LETTERS = """
SELECT upper(letter) FROM unnest(%(letters)s::text[]) AS letter WHERE EXISTS (
    SELECT FROM lore_page WHERE status = 'published' AND publish_at <= %(now)s
        AND sort_title ~>=~ letter AND sort_title ~<~ chr(ascii(letter) + 1)
)
"""


def is_published(path: str = "") -> Q:
    """What `published()` asks, of the page that `path` leads to from another table."""
    return Q(**{f"{path}status": Status.PUBLISHED, f"{path}publish_at__lte": timezone.now()})


class PageQuerySet(ReportWords):
    def published(self) -> Self:
        """What the public may read. A page of the future appears by the clock, without a job."""
        return self.filter(is_published())

    def about(self, item: Item) -> Self:
        return self.filter(items=item)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind).order_by("sort_title")

    def by_letter(self, letter: str) -> Self:
        """Pages whose title starts with `letter`, articles such as 'The' left out."""
        return self.filter(sort_title__startswith=letter.casefold()).order_by("sort_title")

    def first_letters(self, letters: str) -> set[str]:
        """Those of `letters` that a public title begins with: a look into an index for each."""
        given: dict[str, Any] = {"letters": list(letters.casefold()), "now": timezone.now()}
        with connections[self.db].cursor() as cursor:
            cursor.execute(FIRST_LETTERS, given)
            return {letter for (letter,) in cursor.fetchall()}

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

    def at_random(self) -> Any:
        """Any page, or None: the first at or after a random key; one statement, however many."""
        keys = self.order_by("pk").values("pk")
        first, last = Subquery(keys[:1]), Subquery(keys.reverse()[:1])
        chance = Value(random())  # noqa: S311 - nothing is kept secret by it
        reach = Cast(chance * (last - first), models.BigIntegerField())
        return self.filter(pk__gte=first + reach).order_by("pk").only("slug").first()

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
        """Public pages that hold `words`, the last of which may be half typed; best first.

        Where few hold them, also pages whose words are spelt much alike. See models/search.py.
        """
        return self.in_order(best_or_alike(words))

    def named_like(self, words: str) -> Self:
        """Public pages with `words` in their names, for who is typing one."""
        return self.in_order(best_or_alike(words, "names"))

    def nearest_to(self, words: str) -> Self:
        """Public pages that hold a word at all like one of `words`, where nothing was found."""
        return self.in_order(best(Sought(words, understand(words, ANY_NEAR))))

    def in_order(self, keys: Sequence[int]) -> Self:
        """The pages of these keys, as the keys come."""
        place = Func(Value(list(keys)), "pk", function="array_position", output_field=_INTEGER)
        return self.filter(pk__in=keys).order_by(place)

    def with_snippet(self, words: str) -> Self:
        """Annotated with `snippet`: where the open text holds `words`, each between MATCH_START
        and MATCH_STOP. It is text, not HTML; what stands under ash is not in it."""
        snippet = SearchHeadline(
            Left("text", LOOKED_THROUGH),
            WordsQuery(words),
            config=SEARCH_CONFIG,
            start_sel=MATCH_START,
            stop_sel=MATCH_STOP,
            max_fragments=2,
            max_words=24,
            min_words=10,
            fragment_delimiter=" … ",
        )
        return self.annotate(snippet=snippet)
