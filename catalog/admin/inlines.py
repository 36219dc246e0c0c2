"""Downloads on the page of their item."""

from django.contrib import admin

from catalog.forms import ItemFileForm
from catalog.models import ItemFile


class ItemFileInline(admin.StackedInline):
    model = ItemFile
    form = ItemFileForm
    extra = 0
    readonly_fields = ["size"]
    fields = ["label", "file", ("format", "width", "height"), ("version", "what_changed"), "size"]
    verbose_name_plural = "Files to download"
