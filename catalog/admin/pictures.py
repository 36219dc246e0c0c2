"""Pictures at the shopkeeper's desk: how far their renditions are, and the way to ask again."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.forms import ItemImageForm
from catalog.models import ItemImage
from catalog.tasks import render_waiting
from core.pictures.desk import StandingFilter

SWATCH = (
    '<svg width="24" height="24" aria-hidden="true">'
    '<rect width="24" height="24" fill="{0}"/></svg> {0}'
)


class ItemImageInline(admin.StackedInline):
    model = ItemImage
    form = ItemImageForm
    extra = 0
    readonly_fields = ["renditions"]

    @admin.display(description="renditions")
    def renditions(self, image: ItemImage) -> str:
        return image.standing if image.pk else "The worker makes them once the picture is saved."


@admin.register(ItemImage)
class ItemImageAdmin(admin.ModelAdmin):
    """A list to watch; a picture is added and changed on the page of its item."""

    list_display = ["picture", "of_item", "measures", "own_colour", "renditions"]
    list_display_links = None
    list_filter = [StandingFilter]
    list_per_page = 50
    list_select_related = ["item"]
    ordering = ["-pk"]
    search_fields = ["item__name", "item__slug", "alt"]
    search_help_text = "Name or address of the item, or words of the alternative text."
    actions = ["make_again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="art")
    def picture(self, image: ItemImage) -> SafeString:
        return format_html('<img src="{}" width="56" height="56" alt="">', image.thumb_url)

    @admin.display(description="item", ordering="item__name")
    def of_item(self, image: ItemImage) -> SafeString:
        address = reverse("admin:catalog_item_change", args=[image.item_id])
        return format_html('<a href="{}">{}</a>', address, image.item)

    @admin.display(description="measures", ordering="width")
    def measures(self, image: ItemImage) -> str:
        return f"{image.width} × {image.height} px"

    @admin.display(description="colour")
    def own_colour(self, image: ItemImage) -> SafeString | str:
        if not image.colour:
            return "Not yet known"
        return format_html(SWATCH, image.colour)

    @admin.display(description="renditions", ordering="made")
    def renditions(self, image: ItemImage) -> str:
        return image.standing

    @admin.action(description="Make the renditions again", permissions=["change"])
    def make_again(self, request: HttpRequest, queryset: QuerySet[ItemImage]) -> None:
        count = queryset.update(made=0, failure="")
        render_waiting.defer()
        told = f"{count} picture{'' if count == 1 else 's'} queued; reload to watch."
        self.message_user(request, told, messages.SUCCESS)
