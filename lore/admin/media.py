"""The picture desk of the wiki: what there is, under which licence, and where it is shown."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from core.pictures.desk import StandingFilter
from lore.admin.media_form import MediaForm
from lore.admin.once import OncePerName
from lore.models import MediaAsset
from lore.tasks import render_media, render_waiting_media

SHOWN = 20  # pages named on the page of a picture


@admin.register(MediaAsset)
class MediaAssetAdmin(OncePerName):
    form = MediaForm
    list_display = ["thumbnail", "key", "alt", "credit", "licence", "shown_on", "is_withdrawn"]
    list_display_links = ["key"]
    list_filter = ["licence", "is_withdrawn", "is_decorative", StandingFilter]
    list_per_page = 50
    search_fields = ["key", "alt", "caption", "credit"]
    search_help_text = "Key, words of the alternative text or the caption, or who made it."
    readonly_fields = ["as_written", "measures", "where_used"]
    fieldsets = [
        (None, {"fields": ["file", "key", "alt", "is_decorative", "caption"]}),
        ("Rights", {"fields": ["credit", "licence", "licence_note", "is_not_of_the_game"]}),
        ("In the record", {"fields": ["as_written", "measures", "where_used"]}),
    ]
    actions = ["take_down", "put_back", "make_again"]

    def get_urls(self) -> list[Any]:
        upload = self.admin_site.admin_view(require_POST(self.upload))
        return [path("upload/", upload, name="lore_mediaasset_upload"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(use_count=Count("uses"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Texts show a picture by its key: it stays what it was."""
        return [*self.readonly_fields, "key"] if obj else list(self.readonly_fields)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Pictures are taken down: revisions name them."""
        return False

    def has_take_down_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("lore.delete_mediaasset")

    def save_model(self, request: HttpRequest, obj: MediaAsset, form: Any, change: bool) -> None:
        if not change:
            obj.added_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)
        if "file" in form.changed_data:
            transaction.on_commit(lambda: render_media.defer(asset_id=obj.pk))
        obj.redraw_pages()

    def upload(self, request: HttpRequest) -> JsonResponse:
        """A picture dropped into a text: what to write there, or what is wrong with it by field."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        try:
            return self._taken_in(request)
        except IntegrityError:  # somebody dropped a picture of that name in the same moment
            return self._taken_in(request)

    @transaction.atomic
    def _taken_in(self, request: HttpRequest) -> JsonResponse:
        form = MediaForm(request.POST, request.FILES)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        asset = form.save(commit=False)
        self.save_model(request, asset, form, change=False)
        self.log_addition(request, asset, "Dropped into a text.")
        return JsonResponse({"key": asset.key, "markdown": asset.markdown}, status=201)

    # --- what the list and the page show -----------------------------------------------------
    @admin.display(description="picture")
    def thumbnail(self, asset: MediaAsset) -> SafeString:
        return format_html('<img src="{}" width="56" height="56" alt="">', asset.thumb_url)

    @admin.display(description="shown on", ordering="use_count")
    def shown_on(self, asset: Any) -> str:
        return f"{asset.use_count} page{'' if asset.use_count == 1 else 's'}"

    @admin.display(description="in a text")
    def as_written(self, asset: MediaAsset) -> str:
        return asset.markdown if asset.pk else "Shown here once the picture is saved."

    @admin.display(description="renditions")
    def measures(self, asset: MediaAsset) -> str:
        if not asset.pk:
            return "The worker makes them once the picture is saved."
        return f"{asset.width} × {asset.height} px. {asset.standing}"

    @admin.display(description="where it is shown")
    def where_used(self, asset: MediaAsset) -> SafeString | str:
        uses = asset.uses.select_related("page")[:SHOWN] if asset.pk else []
        rows = [(reverse("admin:lore_page_change", args=[u.page_id]), u.page.title) for u in uses]
        return format_html_join(", ", '<a href="{}">{}</a>', rows) or "On no page yet."

    # --- many at once ------------------------------------------------------------------------
    @admin.action(description="Take down: no page shows it", permissions=["take_down"])
    def take_down(self, request: HttpRequest, queryset: QuerySet[MediaAsset]) -> None:
        for asset in queryset:
            asset.withdraw()
            self.log_change(request, asset, "Taken down.")
        self.message_user(request, f"Taken down: {_named(queryset)}.", messages.SUCCESS)

    @admin.action(description="Put back", permissions=["take_down"])
    def put_back(self, request: HttpRequest, queryset: QuerySet[MediaAsset]) -> None:
        for asset in queryset:
            asset.put_back()
            self.log_change(request, asset, "Put back.")
        self.message_user(request, f"Shown again: {_named(queryset)}.", messages.SUCCESS)

    @admin.action(description="Make the renditions again", permissions=["change"])
    def make_again(self, request: HttpRequest, queryset: QuerySet[MediaAsset]) -> None:
        queryset.update(made=0, failure="")
        render_waiting_media.defer()
        self.message_user(request, f"Queued: {_named(queryset)}.", messages.SUCCESS)


def _named(assets: QuerySet[MediaAsset]) -> str:
    return ", ".join(asset.key for asset in assets)
