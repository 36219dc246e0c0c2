"""A page's revisions as its editors look at them: in a list, two side by side, by paragraph."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models.fields.json import KT
from django.utils.formats import date_format

from lore.differ import Part, compare, shortly, trace
from lore.models import Page, PageRevision, WorkInHand

FIRST = "The first: all of it"
BLAME_KEPT = 7 * 24 * 60 * 60  # seconds; what it is made of never changes


@dataclass(frozen=True)
class Step:
    """A revision, how far it came, and what it changed, in a few words."""

    revision: PageRevision
    stage: str
    changes: list[str]


@dataclass(frozen=True)
class Hand:
    """Paragraphs in a row that the same revision made what they are."""

    revision: PageRevision
    paragraphs: list[str]


def steps(page: Page, revisions: Sequence[PageRevision]) -> list[Step]:
    """Each of `revisions`, the newest first and none left out, with what it changed."""
    if not revisions:
        return []
    before = page.revisions.filter(number__lt=revisions[-1].number).first()
    older = [*(revision.snapshot for revision in revisions[1:]), before.snapshot if before else {}]
    stages = _stages(page)
    return [
        Step(revision, stages(revision), shortly(was, revision.snapshot) if was else [FIRST])
        for revision, was in zip(revisions, older, strict=True)
    ]


def _stages(page: Page) -> Callable[[PageRevision], str]:
    """How to tell how far a revision of this page came."""
    numbers = page.revisions.published().order_by("-number").values_list("number", flat=True)
    live = numbers.first() if page.is_public else None
    newest, work = page.version, WorkInHand.objects.filter(page=page).first()

    def stage(revision: PageRevision) -> str:
        if revision.number == live:
            return "What readers have"
        if revision.published_at:
            return "Was published"
        if work and work.due_at and work.scheduled_id == revision.pk:
            return f"Public from {date_format(work.due_at, 'j M Y, H:i')}"
        return work.get_stage_display() if work and revision.number == newest else ""

    return stage


def comparison(before: PageRevision | None, after: PageRevision) -> tuple[Part, ...]:
    """What differs between two revisions; everything is new against none."""
    return compare(before.snapshot if before else {}, after.snapshot)


def hands(page: Page) -> list[Hand]:
    """The text of the newest revision, told by who made each paragraph what it is."""
    found: list[Hand] = []
    traced = _traced(page)
    known = page.revisions.select_related("author").defer("snapshot")
    revisions = {each.number: each for each in known.filter(number__in={n for _, n in traced})}
    for text, number in traced:
        if found and found[-1].revision.number == number:
            found[-1].paragraphs.append(text)
        else:
            found.append(Hand(revisions[number], [text]))
    return found


def _traced(page: Page) -> list[tuple[str, int]]:
    """Each paragraph and the number of its revision, remembered by the number of the newest."""
    newest = page.revisions.values_list("number", flat=True).first()
    key = f"lore-hands-{page.pk}-{newest}"
    traced = cache.get(key)
    if traced is None:
        traced = [(each.text, each.origin) for each in trace(_texts(page))]
        cache.set(key, traced, BLAME_KEPT)
    return traced


def _texts(page: Page) -> list[tuple[int, str]]:
    """Number and text of every revision, oldest first; of a snapshot only the text is fetched."""
    texts = page.revisions.order_by("number").values_list("number", KT("snapshot__body"))
    return [(number, text or "") for number, text in texts]
