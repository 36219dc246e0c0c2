"""Ties in words, from either end, and what of them a reader of one page may see at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.models import Item, Season
from lore.models import Grade, Page, Relation
from lore.tie_words import tie_words, tie_words_backwards


@dataclass(frozen=True)
class Tie:
    """A tie as the page at one end of it sees it."""

    words: str
    page: Page
    grade: str
    season: Season | None
    is_covered: bool

    @property
    def is_fact(self) -> bool:
        return Grade(self.grade).is_fact

    @property
    def grade_name(self) -> str:
        return Grade(self.grade).label


@dataclass(frozen=True)
class Ties:
    """The ties of a page: those in the open, and how many lie under ash until when."""

    open: list[Tie]
    covered: list[Tie]

    @property
    def opens_in(self) -> Season | None:
        """The first season that uncovers one of the covered ties."""
        seasons = [tie.season for tie in self.covered if tie.season]
        return min(seasons, key=lambda season: season.number, default=None)


def ties_of(page: Page) -> Ties:
    """Every tie of `page` to a page that can be read; one statement."""
    ties = [_seen_from(page, relation) for relation in Relation.objects.touching(page)]
    ties.sort(key=lambda tie: (not tie.is_fact, tie.words))
    return Ties([t for t in ties if not t.is_covered], [t for t in ties if t.is_covered])


def _seen_from(page: Page, relation: Relation) -> Tie:
    is_ours = relation.from_page_id == page.pk
    return Tie(
        words=tie_words(relation.type) if is_ours else tie_words_backwards(relation.type),
        page=relation.to_page if is_ours else relation.from_page,
        grade=relation.grade,
        season=relation.season,
        is_covered=is_later(relation.season, page.season),
    )


def is_later(season: Season | None, own: Season | None) -> bool:
    """Whether something of `season` is covered on a page that belongs to `own`."""
    return season is not None and own is not None and season.number > own.number


def open_hero(page: Page) -> Item | None:
    """The piece whose picture may stand for `page` in the open: none of a later season."""
    hero = page.hero
    return None if hero is None or is_later(hero.season, page.season) else hero


def among(pages: Iterable[Page]) -> list[tuple[int, int, bool]]:
    """The ties between `pages`, as pairs of pk and whether a fact joins them; one statement."""
    keys = [page.pk for page in pages]
    rows = Relation.objects.filter(from_page__in=keys, to_page__in=keys)
    return [(row.from_page_id, row.to_page_id, Grade(row.grade).is_fact) for row in rows]
