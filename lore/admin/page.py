from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from lore.admin.conflict import conflict_page
from lore.admin.forms import ManyChoices, PageForm
from lore.admin.inlines import (
    AliasInline,
    ClaimInline,
    FigureInline,
    QuestionInline,
    ReleaseInline,
    TieInline,
    TimelineInline,
)
from lore.admin.preview import preview_page
from lore.models import Kind, Page
from lore.models.page import StaleEdit


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    form = PageForm
    inlines = [ClaimInline, FigureInline, QuestionInline, TieInline, TimelineInline, AliasInline]
    list_display = ["title", "kind", "status", "author", "revised_at", "review_due"]
    list_filter = ["status", "kind", "author"]
    list_select_related = ["author"]
    search_fields = ["title", "slug", "aliases__title"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["hero"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["base_version", "title", "slug", "kind", "standfirst", "body"]}),
        ("Beside the article", {"fields": ["at_a_glance", "hero", "items", "categories"]}),
        ("Place and time", {"fields": ["season", "author", "written_on", "review_due"]}),
        (
            "Publishing",
            {
                "fields": ["status", "publish_at", "summary"],
                "description": "A published page is public as soon as you save it, or from the "
                "time given. Drafts and archived pages are seen here only.",
            },
        ),
    ]

    class Media:
        css = {"all": ["css/tokens.css", "css/desk.css"]}
        js = ["js/desk.js"]

    def get_urls(self) -> list[Any]:
        preview = self.admin_site.admin_view(require_POST(self.preview))
        return [path("preview/", preview, name="lore_page_preview"), *super().get_urls()]

    def get_inlines(self, request: HttpRequest, obj: Page | None) -> list[Any]:
        """Only a work came out in parts."""
        is_work = obj is not None and obj.kind == Kind.WORK
        return [*self.inlines, ReleaseInline] if is_work else self.inlines

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("html", "text", "names", "vector")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        given = super().get_changeform_initial_data(request)
        return {"author": request.user.pk, "summary": "Entered in the record.", **given}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        if db_field.name == "author":
            keepers = Q(is_staff=True) | Q(pk__in=Page.objects.order_by().values("author"))
            kwargs["queryset"] = get_user_model().objects.filter(keepers)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        kwargs["widget"] = ManyChoices(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Pages are archived: links, aliases and revisions point at them."""
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):  # type: ignore[no-untyped-def]
        """Saving over somebody else's newer version shows both instead. Nothing is written then.

        The first look spares the second editor errors about rows that are gone; the guard in
        `claim_version` decides.
        """
        extra = {"preview_url": reverse("admin:lore_page_preview"), **(extra_context or {})}
        if object_id and request.method == "POST" and self._is_stale(request, object_id):
            return self._conflict(request, object_id)
        try:
            return super().changeform_view(request, object_id, form_url, extra)
        except StaleEdit:
            return self._conflict(request, object_id)

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        if change:
            obj.claim_version(form.cleaned_data["base_version"])
        obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        revision = form.instance.revise(request.user, form.cleaned_data["summary"])
        if revision is None:  # nothing typed, but a source it cites may be there by now
            form.instance.render_body()

    def preview(self, request: HttpRequest) -> HttpResponse:
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        return preview_page(request)

    def _is_stale(self, request: HttpRequest, object_id: str) -> bool:
        page = self.get_object(request, object_id)
        return page is not None and str(page.version) != request.POST.get("base_version")

    def _conflict(self, request: HttpRequest, object_id: str) -> HttpResponse:
        page = self.get_object(request, object_id)
        if page is None or not self.has_change_permission(request, page):
            raise PermissionDenied
        return conflict_page(self, request, page)
