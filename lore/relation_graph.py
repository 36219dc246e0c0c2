"""The graph of ties: which pages and ties are shown, and where they stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.text import slugify

from lore.eras import ERAS, era_numbers
from lore.layout import HEIGHT, WIDTH, lay_out
from lore.models import Grade, Kind, Page, Relation
from lore.models.gated import heavy_parts_of
from lore.models.relation import RelationQuerySet
from lore.progress import Progress
from lore.tie_words import tie_words, tie_words_backwards
from lore.ties import is_covered_at

MOST_PAGES = 36  # names that can be read apart on one sheet
MOST_TIES = 1_000  # the newest; of them the pages with the most ties are shown
LABEL = 26  # letters


@dataclass(frozen=True)
class Filters:
    """What a reader asked for; what cannot be read is left aside."""

    around: str = ""
    era: str = ""
    grade: str = ""
    kind: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Filters":
        asked = {name: query.get(name, "") for name in ("around", "era", "grade", "kind")}
        known = {"era": [slugify(name) for name, _ in ERAS], "grade": Grade.values,
                 "kind": Kind.values}  # fmt: skip
        return cls(**{k: v for k, v in asked.items() if v in known.get(k, [v])})

    def narrow(self, ties: RelationQuerySet) -> RelationQuerySet:
        """`ties` of the grade and of the seasons that were asked for."""
        if self.grade:
            ties = ties.filter(grade=self.grade)
        if self.era:
            ties = ties.filter(season__number__range=self._numbers)
        return ties

    @cached_property
    def _numbers(self) -> tuple[int, int]:
        return era_numbers(self.era)

    def wants(self, page: Page) -> bool:
        return not self.kind or page.kind == self.kind


@dataclass(frozen=True)
class Node:
    """A page on the sheet, and how many of its ties lie under ash."""

    page: Page
    x: int
    y: int
    under_ash: int
    is_hub: bool

    @property
    def label(self) -> str:
        title = self.page.title
        return title if len(title) <= LABEL else f"{title[: LABEL - 1].rstrip()}…"

    @property
    def label_y(self) -> int:
        """Above the node in the upper half and at the hub, below it elsewhere."""
        above = -26 if self.is_hub else -18
        return self.y + (above if self.is_hub or self.y < HEIGHT / 2 else 30)

    @property
    def anchor(self) -> str:
        """Names at the sides are written inwards."""
        if self.x < WIDTH * 0.14:
            return "start"
        return "end" if self.x > WIDTH * 0.86 else "middle"


@dataclass(frozen=True)
class Edge:
    """A tie between two pages on the sheet."""

    start: Node
    end: Node
    type: str
    grade: str

    @property
    def is_fact(self) -> bool:
        return Grade(self.grade).is_fact


@dataclass(frozen=True)
class Line:
    """A tie in words, as one of its pages says it."""

    words: str
    other: Node
    grade: str

    @property
    def grade_name(self) -> str:
        return Grade(self.grade).label


class RelationGraph:
    """Ties between pages that can be read; round one page where `hub` is given."""

    def __init__(self, filters: Filters, hub: Page | None, progress: Progress) -> None:
        self.filters = filters
        self.hub = hub
        self.progress = progress

    @cached_property
    def nodes(self) -> list[Node]:
        """The hub first, then the pages with the most ties: the order of the Tab key."""
        pages = self._pages
        places = lay_out(len(pages), self._joins, has_hub=self.hub is not None)
        return [
            Node(page, x, y, self._covered[page.pk], page == self.hub)
            for page, (x, y) in zip(pages, places, strict=True)
        ]

    @cached_property
    def edges(self) -> list[Edge]:
        nodes = {node.page.pk: node for node in self.nodes}
        return [
            Edge(nodes[tie.from_page_id], nodes[tie.to_page_id], tie.type, tie.grade)
            for tie in [*self._open, *self._between]
            if tie.from_page_id in nodes and tie.to_page_id in nodes
        ]

    @property
    def listed(self) -> list[tuple[Node, list[Line]]]:
        """The twin in words: each tie once, under the hub or the page it goes out from."""
        lines = defaultdict(list)
        for edge in self.edges:
            start, end, words = edge.start, edge.end, tie_words(edge.type)
            if end.is_hub:
                start, end, words = end, start, tie_words_backwards(edge.type)
            lines[start.page.pk].append(Line(words, end, edge.grade))
        return [(n, lines[n.page.pk]) for n in self.nodes if lines[n.page.pk] or n.under_ash]

    @cached_property
    def left_out(self) -> int:
        """How many pages with such ties have no room."""
        return len(self._ranked) - len(self._pages)

    @property
    def under_ash(self) -> int:
        """How many ties lie under ash."""
        return len(self._ties) - len(self._open)

    @property
    def is_cut(self) -> bool:
        """Whether there are more ties than are looked through."""
        return len(self._ties) == MOST_TIES

    # --- what is shown ---------------------------------------------------------------------------
    @cached_property
    def _ties(self) -> list[Relation]:
        readable = Page.objects.published()
        ties = Relation.objects.filter(from_page__in=readable, to_page__in=readable)
        if self.hub:
            ties = ties.filter(Q(from_page=self.hub) | Q(to_page=self.hub))
        related = ("from_page", "to_page")
        seasons = (*(f"{end}__season" for end in related), "season")
        shown = self.filters.narrow(ties).with_gates().select_related(*related, *seasons)
        heavy = [name for end in related for name in heavy_parts_of(end)]
        return self._wanted(shown.defer(*heavy).order_by("-pk")[:MOST_TIES])

    def _wanted(self, ties: Iterable[Relation]) -> list[Relation]:
        wants = self.filters.wants
        wanted = (t for t in ties if any(wants(end) for end in _ends(t) if end != self.hub))
        return self.progress.open_up(wanted)

    @cached_property
    def _open(self) -> list[Relation]:
        """A tie is shown where it is open from both its ends, or from the page in the middle."""
        return [tie for tie in self._ties if not self._covering(tie)]

    @cached_property
    def _between(self) -> list[Relation]:
        """Round a hub also the ties of its neighbours to each other, where nothing covers them."""
        if self.hub is None:
            return []
        around = [page.pk for page in self._pages if page != self.hub]
        ties = Relation.objects.seen_from_both_ends()
        return list(self.filters.narrow(ties.filter(from_page__in=around, to_page__in=around)))

    @cached_property
    def _covered(self) -> Counter[int]:
        """By page, how many of its ties it covers."""
        return Counter(page.pk for tie in self._ties for page in self._covering(tie))

    def _covering(self, tie: Relation) -> list[Page]:
        """The pages at which `tie` lies under ash for this reader."""
        if tie.is_opened:
            return []
        pages = [self.hub] if self.hub else _ends(tie)
        return [page for page in pages if is_covered_at(page, tie)]

    @cached_property
    def _ranked(self) -> list[Page]:
        counted = Counter(end.pk for tie in self._open for end in _ends(tie))
        pages = {end.pk: end for tie in self._open for end in _ends(tie)}
        if self.hub:
            pages[self.hub.pk] = self.hub
        key = {pk: (pages[pk] != self.hub, -counted[pk], pages[pk].title) for pk in pages}
        return sorted(pages.values(), key=lambda page: key[page.pk])

    @cached_property
    def _pages(self) -> list[Page]:
        """As many as have room, without those whose neighbours all have none."""
        room = {page.pk for page in self._ranked[:MOST_PAGES]}
        tied = {
            end.pk
            for tie in self._open
            if {tie.from_page_id, tie.to_page_id} <= room
            for end in _ends(tie)
        }
        return [page for page in self._ranked if page.pk in tied or page == self.hub]

    @cached_property
    def _joins(self) -> tuple[tuple[int, int], ...]:
        at = {page.pk: place for place, page in enumerate(self._pages)}
        ties = [*self._open, *self._between]
        pairs = ((at.get(tie.from_page_id), at.get(tie.to_page_id)) for tie in ties)
        return tuple(sorted({(a, b) for a, b in pairs if a is not None and b is not None}))


def _ends(tie: Relation) -> tuple[Page, Page]:
    return tie.from_page, tie.to_page
