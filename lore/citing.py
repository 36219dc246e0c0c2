"""The sources of one page: their numbers, what cites them, and the way back to each place."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from string import ascii_lowercase

from django.db.models import Q

from lore.models import Claim, ClaimSource, KeyFigure, Page, Source

_CITED_IN_TEXT = re.compile(r'id="cite-(\d+)-(\d+)"')


@dataclass(frozen=True)
class Place:
    """Where a source is cited: the anchor, and the letter that leads back to it."""

    letter: str
    anchor: str


@dataclass(frozen=True)
class Numbered:
    """A source under the number by which the page cites it."""

    number: int
    source: Source
    places: list[Place]


@dataclass(frozen=True)
class Cite:
    """A source as a claim or a figure rests on it: in whose words, and by way of whom."""

    number: int
    source: Source
    anchor: str
    words: ClaimSource | None = None


class Citing:
    """Sources of the text first, as it cites them; those of figures and claims are counted on."""

    def __init__(
        self,
        page: Page,
        cited: Iterable[ClaimSource],
        story: str,
        figures: Iterable[KeyFigure] = (),
    ) -> None:
        self.page = page
        self._story = story
        self._of_figures = [figure.source_id for figure in figures]
        self._by_claim: dict[int, list[ClaimSource]] = defaultdict(list)
        for each in cited:
            self._by_claim[each.claim_id].append(each)

    def of(self, claim: Claim) -> list[Cite]:
        """What `claim` rests on."""
        return [self._cite(cited) for cited in self._by_claim[claim.pk]]

    def of_figure(self, figure: KeyFigure) -> Cite:
        """What `figure` rests on."""
        source = self._sources[figure.source_id]
        number = self._numbers[source.key]
        return Cite(number, source, f"cite-{number}-f{figure.pk}")

    def listed(self, cites: Iterable[Cite]) -> list[Numbered]:
        """What the text cites in the open, and `cites` below it, in the order of the numbers.

        A source that only a covered passage cites is named there and not here.
        """
        anchors = self._anchors(cites)
        return [
            Numbered(self._numbers[source.key], source, _lettered(anchors[source.key]))
            for source in sorted(self._sources.values(), key=lambda one: self._numbers[one.key])
            if source.key in anchors
        ]

    def _cite(self, cited: ClaimSource) -> Cite:
        source = self._sources[cited.source_id]
        number = self._numbers[source.key]
        return Cite(number, source, f"cite-{number}-c{cited.claim_id}", cited)

    def _anchors(self, cites: Iterable[Cite]) -> dict[str, list[str]]:
        """By source, from the head of the page down."""
        keys = self.page.source_keys
        anchors: dict[str, list[str]] = {key: [] for key in keys[: self.page.public_sources]}
        for number, nth in _CITED_IN_TEXT.findall(self._story):
            anchors.setdefault(keys[int(number) - 1], []).append(f"cite-{number}-{nth}")
        for cite in cites:
            anchors.setdefault(cite.source.key, []).append(cite.anchor)
        return anchors

    @cached_property
    def _sources(self) -> dict[int, Source]:
        """Every source of the text, the figures and the claims; one statement."""
        claimed = [cited.source_id for own in self._by_claim.values() for cited in own]
        ids = [*self._of_figures, *claimed]
        known = Source.objects.with_gates().filter(Q(key__in=self.page.source_keys) | Q(pk__in=ids))
        return {source.pk: source for source in known}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        claimed = [cited.source_id for own in self._by_claim.values() for cited in own]
        below = [self._sources[pk].key for pk in [*self._of_figures, *claimed]]
        keys = dict.fromkeys([*self.page.source_keys, *below])
        return {key: number for number, key in enumerate(keys, start=1)}


def _lettered(anchors: list[str]) -> list[Place]:
    """a to z, and beyond them figures."""
    letters = [*ascii_lowercase, *map(str, range(27, len(anchors) + 1))]
    return [Place(letter, anchor) for letter, anchor in zip(letters, anchors, strict=False)]
