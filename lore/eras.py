"""The cord: the seasons laid out in five eras, burnt end first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.text import slugify

from catalog.models import Season
from lore.models import Grade, TimelineEntry

# Name and first season of each era; it lasts until the next one begins.
ERAS = [
    ("The ice", "C1S1"),
    ("The fire season", "C1S8"),
    ("The lid", "C1S9"),
    ("Ash years", "C2S1"),
    ("Now", "C7S1"),
]
FEW = 3
FOREVER = 100_000  # more seasons than there will be


@dataclass(frozen=True)
class Era:
    """A stretch of the cord: its seasons in words and a few of its happenings."""

    name: str
    span: str
    entries: list[TimelineEntry]
    is_now: bool


def lay_eras(seasons: Sequence[Season], entries: Sequence[TimelineEntry]) -> list[Era]:
    """The eras that have begun, each with at most FEW of `entries`, first and last among them."""
    by_code = {season.code: season for season in seasons}
    begun = [(name, by_code[code].number) for name, code in ERAS if code in by_code]
    ends = [*(number for _, number in begun[1:]), FOREVER][: len(begun)]
    return [
        _era(name, seasons, entries, range(first, end), is_now=place == len(begun) - 1)
        for place, ((name, first), end) in enumerate(zip(begun, ends, strict=True))
    ]


def era_numbers(slug: str) -> tuple[int, int]:
    """The first and last season of an era by its name in addresses, such as "the-ice"."""
    codes = [code for _, code in ERAS]
    found = Season.objects.filter(code__in=codes)
    firsts = {season.code: season.number for season in found}
    place = [slugify(name) for name, _ in ERAS].index(slug)
    later = [firsts[code] for code in codes[place + 1 :] if code in firsts]
    return firsts.get(codes[place], FOREVER), min(later, default=FOREVER) - 1


def _era(
    name: str,
    seasons: Sequence[Season],
    entries: Sequence[TimelineEntry],
    numbers: range,
    *,
    is_now: bool,
) -> Era:
    within = [season for season in seasons if season.number in numbers]
    own = [entry for entry in entries if entry.season and entry.season.number in numbers]
    return Era(name, _span(within), _spread(own), is_now)


def _span(seasons: Sequence[Season]) -> str:
    if not seasons:
        return ""
    first, last = seasons[0], seasons[-1]
    if first.chapter != last.chapter:
        return f"Chapters {first.chapter} to {last.chapter}"
    labels = first.label if first == last else f"{first.label} to {last.label.split(', ')[-1]}"
    dates = _dates(first, last)
    return f"{labels}, {dates}" if dates else labels


def _dates(first: Season, last: Season) -> str:
    if not first.starts_on:
        return ""
    if not last.ends_on:
        return f"since {date_format(first.starts_on, 'M Y')}"
    start = "M" if first.starts_on.year == last.ends_on.year else "M Y"
    return f"{date_format(first.starts_on, start)} to {date_format(last.ends_on, 'M Y')}"


def _spread(entries: Sequence[TimelineEntry]) -> list[TimelineEntry]:
    """FEW of `entries` from end to end; what is only said has a place among them."""
    if len(entries) <= FEW:
        return list(entries)
    step = (len(entries) - 1) / (FEW - 1)
    chosen = [entries[round(step * place)] for place in range(FEW)]
    said = [entry for entry in entries if not Grade(entry.grade).is_fact]
    if said and not any(entry in said for entry in chosen):
        chosen[1] = said[0]
    return sorted(chosen, key=lambda entry: entry.date)
