"""What changed in the record: the revisions that the public may know of."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from lore.models import Page, PageRevision


def public_revisions() -> QuerySet[PageRevision]:
    """What readers were shown of pages that can be read, the newest first."""
    shown = PageRevision.objects.published().filter(page__in=Page.objects.published())
    return shown.order_by("-published_at", "-pk").defer("snapshot")


def with_their_pages(revisions: QuerySet[PageRevision]) -> QuerySet[PageRevision]:
    """As a list of changes shows them: who, and of which page; one statement."""
    shown = ("title", "slug", "kind", "standfirst", "written_on")
    return revisions.select_related("page", "author").only(
        "number", "summary", "at", "published_at", "page_id", "author__handle", "author__byline",
        *(f"page__{name}" for name in shown),
    )  # fmt: skip


def by_day(revisions: Iterable[PageRevision]) -> list[tuple[date, list[PageRevision]]]:
    """Days with what was changed on each."""
    days = groupby(revisions, key=lambda revision: (revision.published_at or revision.at).date())
    return [(day, list(own)) for day, own in days]
