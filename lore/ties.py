"""Ties in words, from either end, and what of them a reader of one page may see at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.models import Item, Season
from lore.models import Grade, Page, Relation
from lore.progress import NOTHING, Progress
from lore.tie_words import tie_words, tie_words_backwards


@dataclass(frozen=True)
class Tie:
    """A tie as the page at one end of it sees it."""

    words: str
    page: Page
    grade: str
    season: Season | None
    opens_in: Season | None
    opens_with: str
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
    def opens_with(self) -> str:
        """What uncovers the first of the covered ties: a season, or else a release."""
        seasons = [tie.opens_in for tie in self.covered if tie.opens_in]
        first = min(seasons, key=lambda season: season.number, default=None)
        return first.label if first else "".join(tie.opens_with for tie in self.covered[:1])


def ties_of(page: Page, progress: Progress = NOTHING) -> Ties:
    """Every tie of `page` to a page that can be read; one statement."""
    relations = progress.open_up(Relation.objects.touching(page))
    ties = [_seen_from(page, relation) for relation in relations]
    ties.sort(key=lambda tie: (not tie.is_fact, tie.words))
    return Ties([t for t in ties if not t.is_covered], [t for t in ties if t.is_covered])


def _seen_from(page: Page, relation: Relation) -> Tie:
    is_ours = relation.from_page_id == page.pk
    other = relation.to_page if is_ours else relation.from_page
    return Tie(
        words=tie_words(relation.type) if is_ours else tie_words_backwards(relation.type),
        page=other,
        grade=relation.grade,
        season=relation.season,
        opens_in=None if relation.gate_release_id else relation.opens_in,
        opens_with=relation.opens_with,
        is_covered=is_covered_at(page, relation) and not relation.is_opened,
    )


def is_covered_at(page: Page, relation: Relation) -> bool:
    """Whether `relation` lies under ash at `page`, one of its ends.

    A page outside the seasons takes the place of its neighbour.
    """
    other = relation.to_page if relation.from_page_id == page.pk else relation.from_page
    return relation.is_gated or is_later(relation.season, page.season or other.season)


def is_later(season: Season | None, own: Season | None) -> bool:
    """Whether something of `season` is covered on a page that belongs to `own`."""
    return season is not None and own is not None and season.number > own.number


def open_hero(page: Page) -> Item | None:
    """The piece whose picture may stand for `page` in the open: none of a later season."""
    hero = page.hero
    return None if hero is None or is_later(hero.season, page.season) else hero


def among(pages: Iterable[Page]) -> list[tuple[int, int, bool]]:
    """The open ties between `pages`, as pairs of pk and whether a fact joins them; one
    statement."""
    keys = [page.pk for page in pages]
    rows = Relation.objects.seen_from_both_ends().filter(from_page__in=keys, to_page__in=keys)
    return [(row.from_page_id, row.to_page_id, Grade(row.grade).is_fact) for row in rows]
