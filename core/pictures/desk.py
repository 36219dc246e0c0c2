"""What the desks of several apps show of their pictures."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest


class StandingFilter(admin.SimpleListFilter):
    title = "renditions"
    parameter_name = "renditions"
    conditions = {
        "made": Q(has_avif=True, failure="") & ~Q(made=0, widths__len__gt=0),
        "waiting": Q(failure="") & (Q(has_avif=False) | Q(made=0, widths__len__gt=0)),
        "failed": ~Q(failure=""),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Queued or in the making"), ("failed", "Failed"), ("made", "All made")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        condition = self.conditions.get(self.value() or "")
        return queryset.filter(condition) if condition else None
