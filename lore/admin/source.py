from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from lore.admin.once import OncePerName
from lore.models import Source


@admin.register(Source)
class SourceAdmin(OncePerName):
    list_display = ["key", "publisher", "title", "published_on", "accessed_on", "is_official"]
    list_filter = ["is_official"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    search_fields = ["key", "publisher", "title", "url"]

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        """Texts cite a source by its key: it stays what it was."""
        return ["key"] if obj else []
