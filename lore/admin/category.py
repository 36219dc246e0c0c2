from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from lore.admin.once import OncePerName
from lore.models import Category


@admin.register(Category)
class CategoryAdmin(OncePerName):
    list_display = ["title", "parent", "pages_in_it", "slug"]
    list_select_related = ["parent"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["parent"]
    fields = ["title", "slug", "parent", "description"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_page_count()  # type: ignore[attr-defined]

    def get_readonly_fields(self, request: HttpRequest, obj: Category | None = None) -> list[str]:
        """Readers keep addresses: a category that is renamed stays where it was."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Category | None = None) -> dict:
        return {} if obj else {"slug": ["title"]}

    @admin.display(description="pages", ordering="page_count")
    def pages_in_it(self, category: Category) -> int:
        return category.page_count
