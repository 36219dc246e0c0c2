"""How far a reader has come, as one value: what the shield opens for them, and what it covers.

As text it is `c2s9.cinder-watch-part-one`: the last season read and the last part seen of each
work; `all` opens everything and `none` nothing. That text is what the cookie, the account and
the addresses under /as-read/ hold.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from catalog.models import Season
from lore.models import Release
from lore.models.gated import Gated

COOKIE = "shield"
A_YEAR = 365 * 24 * 60 * 60  # seconds
ALL, NONE = "all", "none"
LONGEST = 600  # characters
PREFIX = "/as-read/"
ROOMS = ("/lore/", "/search/", "/seasons/", "/vault/")  # where covers lie, or may lie
FORM = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*", re.A)

Row = TypeVar("Row", bound=Gated)


@dataclass(frozen=True)
class Progress:
    """The last season read, and of each work the last part seen."""

    season: Season | None = None
    releases: tuple[Release, ...] = ()
    everything: bool = False

    def __bool__(self) -> bool:
        """Whether it opens anything at all."""
        return bool(self.everything or self.season or self.releases)

    @property
    def code(self) -> str:
        """The one spelling of this progress."""
        if self.everything:
            return ALL
        season = [self.season.code.lower()] if self.season else []
        return ".".join([*season, *sorted(release.key for release in self.releases)]) or NONE

    @property
    def words(self) -> str:
        """Chapter 1, Season 9 and Part One of The Cinder Watch."""
        names = [self.season.label] if self.season else []
        names += [release.label for release in self.releases]
        start, last = ", ".join(names[:-1]), "".join(names[-1:])
        return f"{start} and {last}" if start else last

    def has_reached(self, row: Gated) -> bool:
        """Whether the gate of `row` lies behind this reader. What has none only `all` opens."""
        if self.everything:
            return True
        if row.gate_release:
            return any(_is_as_late(seen, row.gate_release) for seen in self.releases)
        season = row.opens_in
        return bool(self.season and season and season.number <= self.season.number)

    def reached(self) -> Q:
        """The twin of `has_reached` for a statement: rows whose gate lies behind this reader."""
        if self.everything:
            return Q()
        season = Q(gate__number__lte=self.season.number) if self.season else Q(pk__in=[])
        parts = (
            Q(gate_release__work=seen.work_id, gate_release__position__lte=seen.position)
            for seen in self.releases
        )
        return reduce(or_, parts, season)

    def address_of(self, plain: str) -> str:
        """Where `plain` is opened so far; itself where nothing is opened or can be."""
        return f"{PREFIX}{self.code}{plain}" if self and plain.startswith(ROOMS) else plain

    def open_up(self, rows: Iterable[Row]) -> list[Row]:
        """`rows`, each knowing whether it is opened."""
        opened = list(rows)
        for row in opened:
            row.is_opened = self.has_reached(row)
        return opened


NOTHING = Progress()
EVERYTHING = Progress(everything=True)


def read_progress(code: str) -> Progress:
    """What `code` says; of what it says wrongly, nothing is opened."""
    if code == ALL:
        return EVERYTHING
    if len(code) > LONGEST or not FORM.fullmatch(code):
        return NOTHING
    names = code.split(".")
    seasons = Season.objects.filter(code__in=[name.upper() for name in names])
    releases = Release.objects.of_public_works().filter(key__in=names)
    # A later part of the same work takes the place of the one before.
    latest = {release.work_id: release for release in releases}
    return Progress(seasons.order_by("number").last(), tuple(latest.values()))


def progress_of(request: HttpRequest | None) -> Progress:
    """How far the address says that its reader has come; nobody says so at a plain address."""
    progress = getattr(request, "progress", NOTHING)
    return progress if isinstance(progress, Progress) else NOTHING


def kept_progress(request: HttpRequest) -> Progress:
    """What the reader said of themselves: to their account, or else to this browser."""
    said = getattr(request.user, "reading_progress", "")
    return read_progress(said or request.COOKIES.get(COOKIE, ""))


def keep_in_cookie(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """Let the browser keep `code`. Its script reads it, to ask for what is opened."""
    response.set_cookie(COOKIE, code, A_YEAR, secure=request.is_secure(), samesite="Lax")


def _is_as_late(seen: Release, gate: Release) -> bool:
    return seen.work_id == gate.work_id and seen.position >= gate.position
