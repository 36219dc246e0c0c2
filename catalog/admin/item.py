"""Pieces and records: the list at a glance, and the page of each."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog import words
from catalog.accession import next_accession
from catalog.admin.actions import put_on_sale, restock, retire
from catalog.admin.export import export_list, export_selected
from catalog.admin.filters import AvailabilityFilter, RightsFilter
from catalog.admin.inlines import ItemFileInline
from catalog.admin.pictures import ItemImageInline
from catalog.forms import ItemForm, ItemImageForm
from catalog.models import Item
from catalog.tasks import render_picture
from core.desk.moments import WithMoments

SALE = (
    "A piece opens for sale at the time below (UTC). Before that it needs a price and a rights "
    "check. Leave the edition empty for one that never runs out. Retire a piece instead of "
    "deleting it."
)
RECORD = "For the Archive only. Leave empty what is unknown; the page says so."


@admin.register(Item)
class ItemAdmin(WithMoments):
    form = ItemForm
    inlines = [ItemImageInline, ItemFileInline]
    list_display = ["picture", "name", "number", "shelf", "state", "stock", "price", "rights"]
    list_display_links = ["name"]
    list_filter = [
        "shelf", AvailabilityFilter, RightsFilter, "kind", "rarity", "theme", "item_set",
    ]  # fmt: skip
    list_per_page = 50
    search_fields = [
        "name",
        "slug",
        "=accession",
        "artist",
        "item_set__name",
        "game_set",
        "=game_id",
    ]
    search_help_text = "Name, address, accession, artist, set or id in the game."
    autocomplete_fields = ["item_set", "season"]
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ["sold", "held", "next_serial", "rights_checked_by", "rights_checked_at"]
    date_hierarchy = "entered_on"
    save_on_top = True
    actions = [put_on_sale, restock, retire, export_selected]
    change_list_template = "admin/catalog/item/change_list.html"
    fieldsets = [
        (None, {"fields": [
            "shelf", ("name", "slug"), ("accession", "entered_on"), ("kind", "kind_word"),
            ("rarity", "theme"), "item_set", "description",
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

    def get_urls(self) -> list[Any]:
        export = self.admin_site.admin_view(partial(export_list, self))
        return [path("export/", export, name="catalog_item_export"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        return super().get_queryset(request).for_cards()  # type: ignore[attr-defined]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        return type("ItemForm", (form,), {"keeper": request.user})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"accession": next_accession(), **super().get_changeform_initial_data(request)}

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for one in formset.forms:
            if isinstance(one, ItemImageForm) and one.instance.pk and "file" in one.changed_data:
                render_picture.defer(image_id=one.instance.pk)

    # --- the list -----------------------------------------------------------------------------
    @admin.display(description="art")
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
