"""The lines, as they stand: to be read. Nobody is moved in one."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from payments.admin.readonly import ReadOnly
from payments.models import Place


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waiting", "Waiting"), ("offered", "Has an open offer"), ("paying", "Is paying")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Place]) -> QuerySet[Place]:
        states = {
            "waiting": Place.objects.in_line(),
            "offered": Place.objects.open_offers(),
            "paying": Place.objects.exclude(order=None),
        }
        chosen = states.get(self.value() or "")
        return queryset if chosen is None else queryset.filter(pk__in=chosen.values("pk"))


@admin.register(Place)
class PlaceAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["item", "number_in_line", "member", "joined_at", "offered_until", "order"]
    list_filter = [StateFilter]
    list_select_related = ["item", "member", "order"]
    list_per_page = 50
    search_fields = ["item__name", "member__handle"]
    ordering = ["item", "joined_at", "pk"]
    fields = ["item", "member", "joined_at", "offered_at", "offered_until", "order"]

    @admin.display(description="in line")
    def number_in_line(self, place: Place) -> str:
        return str(place.number) if place.state == "waiting" else place.state
