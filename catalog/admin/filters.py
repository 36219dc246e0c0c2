"""What the list of items can be narrowed to, beside its own columns."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from catalog.models import Availability


class AvailabilityFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return Availability.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        state = self.value()
        return queryset.available([state]) if state in Availability.values else None  # type: ignore[attr-defined]


class RightsFilter(admin.SimpleListFilter):
    title = "rights"
    parameter_name = "rights"
    conditions = {
        "checked": Q(rights_checked_at__isnull=False, uses_epic_ip=False),
        "missing": Q(rights_checked_at=None, uses_epic_ip=False),
        "epic": Q(uses_epic_ip=True),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("checked", "Checked"),
            ("missing", "Check missing"),
            ("epic", "Material of Epic Games"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        condition = self.conditions.get(self.value() or "")
        return queryset.filter(condition) if condition else None
