from django.contrib import admin

from lore.models import Source


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["key", "publisher", "title", "published_on", "accessed_on", "is_official"]
    list_filter = ["is_official"]
    search_fields = ["key", "publisher", "title", "url"]
