"""Where a page stands, told to editors in a sentence and in the columns of the list."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from lore.models import Page, PageRevision, Stage, Status, WorkInHand

NOT_PUBLIC = {
    Status.DRAFT: "A draft: readers find nothing yet.",
    Status.ARCHIVED: "Archived: readers find nothing.",
    Status.TAKEN_DOWN: "Taken down: its address says that it is gone.",
}


@dataclass(frozen=True)
class Standing:
    """What `_state.html` shows of a page."""

    page: Page
    live: PageRevision | None
    latest: PageRevision | None
    work: WorkInHand | None

    @classmethod
    def of(cls, page: Page) -> "Standing":
        works = WorkInHand.objects.select_related("reviewer", "scheduled")
        revisions = page.revisions.select_related("author").defer("snapshot")
        return cls(
            page, revisions.published().first(), revisions.first(), works.filter(page=page).first()
        )

    @property
    def public(self) -> str:
        """What readers have."""
        if self.page.status != Status.PUBLISHED:
            return NOT_PUBLIC[Status(self.page.status)]
        number = f", revision {self.live.number}" if self.live else ""
        if self.page.is_public:
            return f"Published{number}."
        return f"Scheduled{number}: public from {_time(self.page.publish_at)}."

    @property
    def in_hand(self) -> str:
        """What they do not have; empty if that is nothing."""
        if self.latest is None or self.latest.published_at:
            return ""
        stage = "in work"
        if self.work and self.work.stage == Stage.REVIEW:
            whose = f" with {self.work.reviewer.public_name}" if self.work.reviewer else ""
            stage = f"in review{whose}"
        elif self.work and self.work.scheduled_id == self.latest.pk:
            stage = f"public from {_time(self.work.due_at)}"
        author = self.latest.author.public_name
        return f"Revision {self.latest.number} by {author} is {stage}.{self._due_earlier()}"

    @property
    def is_scheduled(self) -> bool:
        waits = self.page.status == Status.PUBLISHED and not self.page.is_public
        return waits or bool(self.work and self.work.due_at)

    @property
    def is_in_review(self) -> bool:
        return bool(self.work and self.work.stage == Stage.REVIEW)

    def _due_earlier(self) -> str:
        due = self.work.scheduled if self.work else None
        if due is None or (self.latest and due.pk == self.latest.pk):
            return ""
        return f" Revision {due.number} goes public on {_time(self.work.due_at)}."  # type: ignore


def _time(moment: Any) -> str:
    return f"{date_format(moment, 'j F Y, H:i')} UTC"


def in_columns(pages: QuerySet) -> QuerySet:
    """Pages with what the list says of their work; still one statement."""
    revisions = PageRevision.objects.filter(page=OuterRef("pk")).order_by()
    newest = revisions.values("page").annotate(newest=Max("number")).values("newest")
    live = revisions.published().values("page").annotate(newest=Max("number")).values("newest")
    return pages.select_related("author", "work__reviewer").annotate(
        newest_number=Subquery(newest), live_number=Subquery(live)
    )


def stage_of(page: Any) -> str:
    """A page of `in_columns` in a few words."""
    work = getattr(page, "work", None)
    stage = [str(Status(page.status).label)]
    if page.status == Status.PUBLISHED and not page.is_public:
        stage = ["Scheduled"]
    if work and work.stage == Stage.REVIEW:
        stage += ["in review"]
    elif work and work.due_at:
        stage += ["new revision scheduled"]
    elif page.status != Status.DRAFT and page.newest_number != page.live_number:
        stage += ["new revision in work"]
    return ", ".join(stage)


class StageFilter(admin.SimpleListFilter):
    title = "stage"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        own = [("review", "In review"), ("mine", "For me to review"), ("scheduled", "Scheduled")]
        return [*own, ("work", "With unpublished work"), *Status.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = self.value()
        if asked is None:
            return queryset
        in_review = Q(work__stage=Stage.REVIEW)
        later = Q(status=Status.PUBLISHED, publish_at__gt=timezone.now())
        words = {
            "review": in_review,
            "mine": in_review & (Q(work__reviewer=request.user.pk) | Q(work__reviewer=None)),
            "scheduled": later | Q(work__due_at__isnull=False),
            "work": Q(work__isnull=False),
        }
        return queryset.filter(words.get(asked, Q(status=asked)))
