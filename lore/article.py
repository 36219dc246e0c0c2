"""What stands round the story of one page, read in a few statements however much there is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, prefetch_related_objects

from catalog.models import Item
from lore.bundle import Row, bundle, unbundle
from lore.changes import public_revisions
from lore.citing import Citing, Numbered
from lore.models import (
    Category,
    Claim,
    ClaimSource,
    Grade,
    KeyFigure,
    Page,
    PageLink,
    PageRevision,
    Release,
    StatusAnswer,
    StatusQuestion,
)
from lore.models.words import PageQuerySet
from lore.opening import open_story, opened_veils
from lore.progress import NOTHING, Progress
from lore.ties import Ties, open_hero, ties_of

LATEST_REVISIONS = 5
LINKS_HERE = 24
LINKS_SORTED = 200  # thousands of pages may point at one; they are not all looked at
VEIL = '<div class="veil ui"'
PLATE = '<span class="plate">'

ANSWER = ("id", "answer", "as_of", "reason", "next_look")
GATE = (
    "gate__id",
    "gate__label",
    "gate__number",
    "gate_release__id",
    "gate_release__name",
    "gate_release__position",
    "gate_release__work__id",
    "gate_release__work__title",
)
CLAIM = ("id", "text", "grade", "earlier_grade", "as_of", "basis", *GATE)
RELEASE = (
    "id",
    "name",
    "released_on",
    "ends_on",
    "precision",
    "where_to_watch",
    "watch_url",
)
QUESTION = ("question", *ANSWER, *GATE)
FIGURE = ("id", "label", "value", "unit", "as_of", "source_id", *GATE)
CITED = ("id", "claim_id", "source_id", "quote", "speaker", "via")
REVISION = (
    "id",
    "number",
    "summary",
    "published_at",
    "author__id",
    "author__handle",
    "author__byline",
)


@dataclass(frozen=True)
class Section:
    id: str
    text: str


def read_article(pages: PageQuerySet, progress: Progress = NOTHING) -> "Article | None":
    """The first of `pages` with what belongs to it, as a reader who has come so far sees it.

    One statement brings most of it.
    """
    bundles = _bundles()
    shown = pages.select_related("author", "season", "hero__season").defer("body", "text", "vector")
    page = shown.annotate(**bundles).first()
    if page is None:
        return None
    return Article(page, {name: getattr(page, name) for name in bundles}, progress)


def _bundles() -> dict[str, ArraySubquery]:
    here = OuterRef("pk")
    cited = ClaimSource.objects.filter(claim__page=here)
    cited = cited.order_by("claim__position", "claim", "position", "pk")
    answers = StatusAnswer.objects.filter(question__page=here)
    meanings = PageLink.objects.in_the_open().filter(target=OuterRef(here), is_meaning=True)
    hatnotes = Page.objects.published().filter(pk__in=meanings.values("page"))
    revisions = public_revisions().filter(page=here)
    open_links = PageLink.objects.filter(target=OuterRef(here), is_covered=False).order_by("pk")
    some = open_links.values("page")[:LINKS_SORTED]
    linking = Page.objects.published().filter(pk__in=some).exclude(pk=here).order_by("sort_title")
    return {
        "own_releases": bundle(Release.objects.filter(work=here), *RELEASE),
        "own_categories": bundle(Category.objects.filter(pages=here), "id", "title", "slug"),
        "own_hatnotes": bundle(hatnotes.order_by("sort_title"), "id", "title", "slug"),
        "own_figures": bundle(KeyFigure.objects.filter(page=here), *FIGURE),
        "own_claims": bundle(Claim.objects.filter(page=here), *CLAIM),
        "own_cited": bundle(cited, *CITED),
        "own_questions": bundle(StatusQuestion.objects.filter(page=here), *QUESTION),
        "own_answers": bundle(answers, "question_id", *ANSWER),
        "own_revisions": bundle(revisions[:LATEST_REVISIONS], *REVISION),
        "own_links": bundle(linking[:LINKS_HERE], "id", "slug", "title"),
    }


class Article:
    """A page as its template needs it. Each part is made once, however often it is asked."""

    def __init__(self, page: Page, own: dict[str, list[Row]], progress: Progress) -> None:
        self.page = page
        self.progress = progress
        self.items = _pictured_items(page)
        self.veils = opened_veils(page, progress)
        self.story = open_story(page, self.veils)
        self._own = own
        self._figures = unbundle(KeyFigure, own["own_figures"])
        cited = unbundle(ClaimSource, own["own_cited"])
        self._citing = Citing(page, cited, self.story, self._figures)

    @cached_property
    def contents(self) -> list[Section]:
        """The headings of the story, then the sections laid below it."""
        story = [Section(h["id"], h["text"]) for h in self.page.toc if h["level"] == 2]
        below = [
            (self.releases, Section("releases", "Releases")),
            (self.figures, Section("figures", "In figures")),
            (self.claims, Section("known", "What is known")),
            (self.questions, Section("question", "Open question")),
            (self.ties.open or self.ties.covered, Section("ties", "Ties")),
            (self.sources, Section("sources", "Sources")),
            (self.revisions, Section("history", "Revision history")),
        ]
        return story + [section for filled, section in below if filled]

    @cached_property
    def claims(self) -> list[Claim]:
        """Each claim knows its `cites`: the numbered sources it rests on."""
        claims = self.progress.open_up(unbundle(Claim, self._own["own_claims"]))
        for claim in claims:
            claim.page = self.page
            claim.cites = self._citing.of(claim)
        return claims

    @cached_property
    def figures(self) -> list[KeyFigure]:
        """Each figure knows its `cites`: the numbered source it rests on."""
        figures = self.progress.open_up(self._figures)
        for figure in figures:
            figure.page = self.page
            figure.cites = [self._citing.of_figure(figure)]
        return figures

    @cached_property
    def categories(self) -> list[Category]:
        return unbundle(Category, self._own["own_categories"])

    @cached_property
    def hatnotes(self) -> list[Page]:
        """The disambiguation pages that list this page as one of their meanings."""
        return unbundle(Page, self._own["own_hatnotes"])

    @cached_property
    def questions(self) -> list[StatusQuestion]:
        """Each question knows what was answered `before`, the newest first."""
        answers = defaultdict(list)
        for answer in unbundle(StatusAnswer, self._own["own_answers"]):
            answers[answer.question_id].append(answer)
        asked = unbundle(StatusQuestion, self._own["own_questions"])
        questions = self.progress.open_up(asked)
        for question in questions:
            question.page = self.page
            question.before = answers[question.pk]
        return questions

    @cached_property
    def verified_on(self) -> date | None:
        """The day somebody last looked at a claim or a question of the page."""
        looks: Iterable[Claim | StatusQuestion] = [*self.claims, *self.questions]
        return max((look.as_of for look in looks), default=None)

    @cached_property
    def ties(self) -> Ties:
        return ties_of(self.page, self.progress)

    @cached_property
    def grades(self) -> list[Grade]:
        """Every grade, where a reader meets any: what is opened later may bear another one."""
        return list(Grade) if self.claims or self.ties.open or self.ties.covered else []

    @property
    def hero(self) -> Item | None:
        """The piece whose picture stands beside the article, unless it is of a later season."""
        return open_hero(self.page)

    @cached_property
    def sources(self) -> list[Numbered]:
        """What is cited in the open, in the order of its numbers."""
        figures = [figure.cites for figure in self.figures if not figure.is_shut]
        claims = [claim.cites for claim in self.claims if not claim.is_shut]
        listed = self._citing.listed(cite for cites in [*figures, *claims] for cite in cites)
        self.progress.open_up(cite.source for cite in listed)
        return listed

    @cached_property
    def releases(self) -> list[Release]:
        """The parts of a work; nothing else has any."""
        return unbundle(Release, self._own["own_releases"])

    @cached_property
    def has_covers(self) -> bool:
        """Whether anything on the page lies under ash, or lay there before this reader came."""
        own = [*self.figures, *self.claims, *self.questions]
        rows = [*own, *(cite.source for cite in self.sources)]
        is_gated = any(row.is_gated for row in rows) or bool(self.ties.covered)
        return is_gated or VEIL in self.page.html

    @property
    def has_pictures(self) -> bool:
        """Whether pictures stand in the text, which can be laid large over the page."""
        return PLATE in self.story

    @cached_property
    def links_here(self) -> list[Page]:
        """Pages that link here in the open."""
        return unbundle(Page, self._own["own_links"])

    @cached_property
    def revisions(self) -> list[PageRevision]:
        return unbundle(PageRevision, self._own["own_revisions"])


def _pictured_items(page: Page) -> list[Item]:
    """What was made from this story; the picture of the page is looked up along with theirs."""
    items = list(page.items.entered().for_cards().prefetch_related(None))
    prefetch_related_objects([*items, *filter(None, [page.hero])], "images")
    return items
