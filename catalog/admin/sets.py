"""Sets and seasons."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from catalog.models import ItemSet, Season


@admin.register(ItemSet)
class ItemSetAdmin(admin.ModelAdmin):
    list_display = ["name", "pieces", "lead"]
    list_select_related = ["lead"]
    search_fields = ["name"]
    autocomplete_fields = ["lead"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ItemSet]:
        return super().get_queryset(request).annotate(piece_count=Count("items"))

    @admin.display(description="pieces", ordering="piece_count")
    def pieces(self, item_set: Any) -> int:
        return item_set.piece_count


@admin.register(Season)
class SeasonAdmin(admin.ModelAdmin):
    list_display = ["number", "code", "label", "name", "starts_on", "ends_on"]
    list_display_links = ["code", "label"]
    search_fields = ["code", "label", "name"]
