"""The reading room."""

from collections import defaultdict
from dataclasses import dataclass
from string import ascii_uppercase

from django.core.cache import caches
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from catalog.models import Season
from lore.eras import lay_eras
from lore.graph import Graph, draw_graph
from lore.models import Grade, Kind, Page, PageWords, TimelineEntry
from lore.progress import Progress, progress_of
from lore.ties import among, ties_of
from lore.views.public import public_page

SHELVES = [Kind.CHARACTER, Kind.PLACE, Kind.FACTION, Kind.EVENT, Kind.ARTEFACT, Kind.ERA]
FEW = 3
SHOWN = ("kind", "slug", "title", "word_count")
LATELY = 6
CENTRE_IS_AMONG = 24  # the newest pages; counting ties over all would grow with the wiki


@dataclass(frozen=True)
class ShelfView:
    kind: Kind
    count: int
    few: list[Page]


@public_page
def index(request: HttpRequest) -> HttpResponse:
    progress = progress_of(request)
    seasons = list(Season.objects.order_by("number"))
    entries = progress.open_up(TimelineEntry.objects.public())
    context = {
        "current_room": "lore",
        "shelves": _shelves(),
        "letters": letters(),
        "eras": lay_eras(seasons, entries),
        "today": timezone.localdate(),
        "grades": list(Grade),
        "graph": _graph(progress),
        "revised": _lately_revised(),
    }
    return render(request, "lore/index.html", context)


def letters() -> list[tuple[str, bool]]:
    """A to Z, and whether a page begins with it."""
    known = Page.objects.first_letters(ascii_uppercase)
    return [(letter, letter in known) for letter in ascii_uppercase]


def _shelves() -> list[ShelfView]:
    """Each shelf with its count and its longest pages, which an index holds in order."""
    pages = Page.objects.published().order_by("-word_count", "pk")
    totals: dict[str, int] = caches["pieces"].get_or_set("lore:totals", _totals) or {}
    first, *rest = [pages.filter(kind=kind).only(*SHOWN)[:FEW] for kind in SHELVES]
    few = defaultdict(list)
    for page in sorted(first.union(*rest, all=True), key=lambda page: -page.word_count):
        few[page.kind].append(page)
    return [ShelfView(kind, totals.get(kind, 0), few[kind]) for kind in SHELVES]


def _totals() -> dict[str, int]:
    return dict(PageWords.objects.published().values_list("kind").annotate(Count("pk")))


def _graph(progress: Progress) -> Graph | None:
    newest = Page.objects.published().lately_revised().values("pk")[:CENTRE_IS_AMONG]
    hub = Page.objects.filter(pk__in=newest).most_tied().select_related("season").first()
    if hub is None or hub.tie_count == 0:
        return None
    ties = ties_of(hub, progress)
    return draw_graph(hub, ties, among(tie.page for tie in ties.open))


def _lately_revised() -> list[Page]:
    """Each page with the claim that was weighed last, as `newest_claim`."""
    newest = Page.objects.published().with_keeper().lately_revised().prefetch_related("claims")
    pages = list(newest.defer("body", "html", "text", "vector")[:LATELY])
    for page in pages:
        open_claims = [claim for claim in page.claims.all() if not claim.is_gated]
        page.newest_claim = max(open_claims, key=lambda claim: claim.as_of, default=None)
    return pages
