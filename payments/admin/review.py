"""Reviews: read here, hidden for a reason, and shown again. Nobody's words are changed."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest

from payments.admin.readonly import ReadOnly
from payments.models import Review, ReviewReport


class HidingForm(ActionForm):
    """The list's actions, with the reason that hiding needs."""

    because = forms.CharField(
        max_length=300, required=False, label="Reason, if it is hidden (its author reads it)"
    )


class WorkFilter(admin.SimpleListFilter):
    """The reviews somebody has to look at."""

    title = "work"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("reported", "Reported"), ("changed", "Changed since it was hidden")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        if self.value() == "reported":
            return queryset.filter(pk__in=Review.objects.reported().values("pk"))
        if self.value() == "changed":
            return queryset.filter(changed_at__gt=F("hidden_at"))
        return queryset


class ReportInline(ReadOnly, admin.TabularInline):
    model = ReviewReport
    fields = ["reason", "note", "reported_at", "settled_at"]
    extra = 0


@admin.register(Review)
class ReviewAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["item", "author", "stars", "text", "waiting", "written_at", "hidden_because"]
    list_filter = [WorkFilter, "stars", ("hidden_at", admin.EmptyFieldListFilter)]
    list_select_related = ["item", "author"]
    search_fields = ["item__name", "author__handle", "text"]
    date_hierarchy = "written_at"
    inlines = [ReportInline]
    action_form = HidingForm
    actions = ["hide", "restore", "settle"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Review]:
        waiting = Count("reports", filter=Q(reports__settled_at=None))
        return super().get_queryset(request).annotate(waiting=waiting)

    @admin.display(description="reports", ordering="waiting")
    def waiting(self, review: Any) -> int:
        return review.waiting

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("payments.change_review")

    @admin.action(description="Hide, for the reason beside", permissions=["moderate"])
    def hide(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        because = request.POST.get("because", "").strip()[:300]
        if not because:
            messages.error(request, "Nothing was hidden: give a reason, its author reads it.")
            return
        hidden = [review for review in reviews if review.hide(because, by=request.user)]
        self._enter(request, hidden, f"Hidden: {because.rstrip('.')}")

    @admin.action(description="Show again", permissions=["moderate"])
    def restore(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        self._enter(request, [each for each in reviews if each.restore()], "Shown again")

    @admin.action(description="Nothing wrong: settle the reports", permissions=["moderate"])
    def settle(self, request: HttpRequest, reviews: QuerySet[Review]) -> None:
        settled = [review for review in reviews if review.settle_reports()]
        self._enter(request, settled, "Its reports are settled")

    def _enter(self, request: HttpRequest, reviews: list[Review], deed: str) -> None:
        """Say what was done, here and in the history of each."""
        for review in reviews:
            self.log_change(request, review, deed)
        messages.success(request, f"{deed}. Reviews: {len(reviews)}.")
