"""The shopkeeper's desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Max, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import words
from catalog.forms import ItemFileForm, ItemForm, ItemImageForm
from catalog.models import Availability, Item, ItemFile, ItemImage, ItemSet, Season
from catalog.tasks import render_picture


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


SALE = (
    "A piece opens for sale at the time below (UTC). Before that it needs a price and a rights "
    "check. Leave the edition empty for one that never runs out. Retire a piece instead of "
    "deleting it."
)
RECORD = "For the Archive only. Leave empty what is unknown; the page says so."


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin):
    form = ItemForm
    inlines = [ItemImageInline, ItemFileInline]
    list_display = ["picture", "name", "number", "shelf", "state", "stock", "price", "rights"]
    list_display_links = ["picture", "name"]
    list_filter = [
        "shelf", AvailabilityFilter, RightsFilter, "kind", "rarity", "theme", "item_set",
    ]  # fmt: skip
    list_per_page = 50
    search_fields = ["name", "slug", "=accession", "artist", "item_set__name", "game_set"]
    search_help_text = "Name, address, accession, artist or set."
    autocomplete_fields = ["item_set", "season"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["sold", "held", "next_serial", "rights_checked_by", "rights_checked_at"]
    date_hierarchy = "entered_on"
    save_on_top = True
    fieldsets = [
        (None, {"fields": [
            "shelf", ("name", "slug"), ("accession", "entered_on"), ("kind", "rarity", "theme"),
            "item_set", "description",
        ]}),
        ("Provenance and rights", {"fields": [
            ("artist", "year"), "licence", "originality", "recipe", "uses_epic_ip",
            "check_rights", ("rights_checked_by", "rights_checked_at"),
        ]}),
        ("Sale", {"description": SALE, "fields": [
            ("price_cents", "edition_size", "per_member_limit"),
            ("opens_at", "early_access_hours"), ("ends_at", "retired_at"),
            ("sold", "held", "next_serial"),
        ]}),
        ("The record", {"description": RECORD, "classes": ["collapse"], "fields": [
            "series", "game_set", "game_id", "season", ("last_seen_on", "never_in_shop"),
        ]}),
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        return super().get_queryset(request).for_cards()  # type: ignore[attr-defined]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type("ItemForm", (form,), {"keeper": request.user})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = Item.objects.aggregate(last=Max("accession"))["last"] or 0
        return {"accession": last + 1, **super().get_changeform_initial_data(request)}

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for one in formset.forms:
            if isinstance(one, ItemImageForm) and one.instance.pk and "file" in one.changed_data:
                render_picture.defer(image_id=one.instance.pk)

    # --- the list -----------------------------------------------------------------------------
    @admin.display(description="")
    def picture(self, item: Item) -> SafeString | str:
        image = item.lead_image
        if image is None:
            return "No picture"
        return format_html('<img src="{}" width="56" height="56" alt="">', image.thumb_url)

    @admin.display(description="no.", ordering="accession")
    def number(self, item: Item) -> str:
        return f"{item.accession:04d}"

    @admin.display(description="state")
    def state(self, item: Item) -> str:
        return words.remaining(item)

    @admin.display(description="sold / held / edition", ordering="sold")
    def stock(self, item: Item) -> str:
        edition = "open" if item.edition_size is None else f"{item.edition_size:,}"
        return "" if item.is_archive else f"{item.sold:,} / {item.held:,} / {edition}"

    @admin.display(description="price", ordering="price_cents")
    def price(self, item: Item) -> str:
        return f"{item.price_cents / 100:,.2f}" if item.price_cents else ""

    @admin.display(description="rights")
    def rights(self, item: Item) -> str:
        if item.uses_epic_ip:
            return "Epic's material"
        return f"{item.rights_checked_at:%d %b %Y}" if item.rights_checked_at else "Missing"


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
