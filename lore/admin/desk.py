"""What stands round the form of a page: preview, names, presence, pictures and help."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_POST

from lore.admin.help import examples
from lore.admin.media_form import MediaForm
from lore.admin.names import name_list
from lore.admin.outgoing import Checking
from lore.admin.presence import presence_create
from lore.admin.preview import preview_page


class Desk(Checking):
    """The addresses the desk's script asks, for those who may open the form."""

    class Media:
        css = {"all": ["css/tokens.css", "css/desk.css"]}
        js = [Script("js/desk/main.js", type="module")]

    def get_urls(self) -> list[URLPattern]:
        door = self.admin_site.admin_view
        names, present = require_GET(self.names), require_POST(self.presence)
        preview = require_POST(self.preview)
        return [
            path("preview/", door(preview), name="lore_page_preview"),
            path("<int:pk>/preview/", door(preview), name="lore_page_preview"),
            path("<int:pk>/presence/", door(present), name="lore_page_presence"),
            path("names/<slug:kind>/", door(names), name="lore_page_names"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, **kwargs):  # type: ignore[no-untyped-def]
        """The form, with what its script needs to know. The list of all tables makes room."""
        page = context.get("original")
        pk = [page.pk] if page else []
        desk = {
            "preview_url": reverse("admin:lore_page_preview", args=pk),
            "names_url": reverse("admin:lore_page_names", args=["page"]).removesuffix("page/"),
            "presence_url": reverse("admin:lore_page_presence", args=pk) if pk else "",
            "picture_form": self._picture_form(request),
            "help_examples": examples(),
            "is_nav_sidebar_enabled": False,
        }
        form = super().render_change_form(request, {**context, **desk}, *args, **kwargs)
        if context.get("errors"):
            form.status_code = 422
        return form

    def preview(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        self._let_in(request)
        page = get_object_or_404(self.get_queryset(request), pk=pk) if pk else None
        return preview_page(self, request, page)

    def presence(self, request: HttpRequest, pk: int) -> JsonResponse:
        self._let_in(request)
        return presence_create(request, pk)

    def names(self, request: HttpRequest, kind: str) -> JsonResponse:
        self._let_in(request)
        return name_list(request, kind)

    def _let_in(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied

    def _picture_form(self, request: HttpRequest) -> Any:
        may = request.user.has_perm("lore.add_mediaasset")
        return MediaForm(auto_id="picture_%s") if may else None
