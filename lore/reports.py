"""What wants looking after in the record, as its editors ask: each report is one statement."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from string import capwords
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet, Value
from django.urls import reverse

from lore.models import Claim, Page, PageAlias, PageLink, StatusQuestion
from lore.models.report_words import OVER_LONG


@dataclass(frozen=True)
class Report:
    """A list for editors: `rows` is what it lists, `shape` the template of a row."""

    slug: str
    title: str
    about: str
    rows: Callable[[], QuerySet]
    shape: str = "pages"


@dataclass(frozen=True)
class Wanted:
    """A page that others point at: how many do, where it is written, or the draft there is."""

    key: str
    title: str
    wanted_by: int
    form: str
    draft: dict[str, Any] | None


def overdue() -> QuerySet:
    """Rows of `of` (a key), `on` (a title), `what` and `due`, the longest overdue first."""
    due = [
        _due(Page.objects.overdue(), "pk", "title", Value("The page"), "review_due"),
        _due(Claim.objects.overdue(), "page_id", "page__title", F("text"), "review_due"),
        _due(
            StatusQuestion.objects.overdue(), "page_id", "page__title", F("question"), "next_look"
        ),
    ]
    return due[0].union(*due[1:], all=True).order_by("due", "of", "what")


def _due(rows: QuerySet, page: str, title: str, what: Any, day: str) -> QuerySet:
    told = rows.order_by().annotate(of=F(page), on=F(title), what=what, due=F(day))
    return told.values("of", "on", "what", "due")


def with_drafts(rows: Iterable[dict[str, Any]]) -> list[Wanted]:
    """Red links, with the unpublished pages that answer to them; one statement."""
    links = {row["key"]: row["wanted_by"] for row in rows}
    drafts: dict[str, dict[str, Any]] = {}
    for page in Page.objects.answering_to(links):
        drafts.setdefault(page["answers_to"], page)
    return [_wanted(key, number, drafts.get(key)) for key, number in links.items()]


def with_bearers(names: Iterable[Any]) -> list[Any]:
    """Names, each with its `bearer`: the page that bears the same one; one statement."""
    found = list(names)
    titles = Page.objects.only("title").in_bulk([name.shadowed_by for name in found])
    for name in found:
        name.bearer = titles[name.shadowed_by]
    return found


def _wanted(key: str, wanted_by: int, draft: dict[str, Any] | None) -> Wanted:
    title = capwords(key.replace("-", " "))
    form = f"{reverse('admin:lore_page_add')}?{urlencode({'title': title})}"
    return Wanted(key, title, wanted_by, form, draft)


REPORTS = {
    report.slug: report
    for report in (
        Report(
            "wanted",
            "Wanted pages",
            "Red links of published pages: where they point, nobody can read a page.",
            PageLink.objects.wanted,
            "wanted",
        ),
        Report(
            "ambiguous",
            "Links to several meanings",
            "Published pages that link to a disambiguation page: which of its meanings is meant?",
            Page.objects.leaving_the_choice,
        ),
        Report(
            "orphans",
            "Orphans",
            "Published pages that no other published page leads to, by a link or a tie.",
            Page.objects.orphans,
        ),
        Report(
            "dead-ends",
            "Dead ends",
            "Published pages none of whose links leads to another page.",
            Page.objects.dead_ends,
        ),
        Report(
            "double-redirects",
            "Names borne twice",
            "Other names of a page that another page bears itself: links and old addresses "
            "that use them lead there.",
            PageAlias.objects.shadowed,
            "names",
        ),
        Report(
            "overdue",
            "Overdue reviews",
            "Pages, claims and open questions whose day for another look has passed.",
            overdue,
            "due",
        ),
        Report(
            "unsourced",
            "Claims without a source",
            "Of published pages: facts that cite nothing, and anything that is not even reasoned.",
            Claim.objects.unsourced,
            "claims",
        ),
        Report(
            "over-long",
            "Over-long pages",
            f"{OVER_LONG:,} words in the open or more: worth dividing.",
            Page.objects.over_long,
        ),
        Report(
            "outdated",
            "Drawn by an older renderer",
            "They are read as they were drawn; drawing them again brings what has been learnt.",
            Page.objects.outdated,
        ),
    )
}
