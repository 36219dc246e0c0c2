"""The timeline: dated happenings by chapter and season, the oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from catalog.models import Season
from lore.eras import FOREVER
from lore.models import TimelineEntry


@dataclass(frozen=True)
class SeasonOfTimeline:
    """A season with what happened in it; without a season, what lies outside them all."""

    season: Season | None
    entries: list[TimelineEntry]

    @property
    def anchor(self) -> str:
        return f"season-{self.season.code.lower()}" if self.season else "outside"

    @property
    def label(self) -> str:
        return self.season.label if self.season else "Outside the seasons"

    @property
    def short_label(self) -> str:
        """As it stands under the name of its chapter: Season 8."""
        return self.label.split(", ", 1)[-1]


@dataclass(frozen=True)
class Chapter:
    number: int  # 0 for what lies outside the seasons
    seasons: list[SeasonOfTimeline]


def lay_chapters(entries: Iterable[TimelineEntry]) -> list[Chapter]:
    """`entries` by chapter and season; what has no season comes last."""
    ordered = sorted(entries, key=lambda entry: (_number(entry), entry.date, entry.pk))
    seasons = [
        SeasonOfTimeline(season, list(own))
        for season, own in groupby(ordered, key=lambda entry: entry.season)
    ]
    chapters = groupby(seasons, key=lambda one: one.season.chapter if one.season else 0)
    return [Chapter(number, list(own)) for number, own in chapters]


def _number(entry: TimelineEntry) -> int:
    return entry.season.number if entry.season else FOREVER
