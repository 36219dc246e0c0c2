"""Pictures and downloads on the page of their item."""

from django.contrib import admin

from catalog.forms import ItemFileForm, ItemImageForm
from catalog.models import ItemFile, ItemImage


class ItemImageInline(admin.StackedInline):
    model = ItemImage
    form = ItemImageForm
    extra = 0
    readonly_fields = ["renditions"]

    @admin.display(description="renditions")
    def renditions(self, image: ItemImage) -> str:
        ready = ", ".join(f"{width} px" for width in image.widths)
        return ready or "Not yet made; the task worker makes them."


class ItemFileInline(admin.StackedInline):
    model = ItemFile
    form = ItemFileForm
    extra = 0
    readonly_fields = ["size"]
