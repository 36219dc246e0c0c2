from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import ManyToManyRawIdWidget
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lore.admin import bulk
from lore.admin.desk import Desk
from lore.admin.forms import ManyChoices, PageForm
from lore.admin.history import HistoryPages
from lore.admin.inlines import (
    AliasInline,
    ClaimInline,
    FigureInline,
    QuestionInline,
    ReleaseInline,
    TieInline,
    TimelineInline,
)
from lore.admin.plain import TypedByNumber, is_plain
from lore.admin.standing import StageFilter, in_columns, stage_of
from lore.admin.working import Working
from lore.models import Kind, Page


@admin.register(Page)
class PageAdmin(HistoryPages, Working, TypedByNumber, Desk):
    form = PageForm
    inlines = [ClaimInline, FigureInline, QuestionInline, TieInline, TimelineInline, AliasInline]
    list_display = ["title", "kind", "stage", "author", "assigned", "due", "revised", "review_due"]
    list_filter = [StageFilter, "kind", "author"]
    search_fields = ["title", "slug", "aliases__title"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = raw_id_fields = ["hero"]
    view_on_site = False  # the state says whether readers can see it, and leads there
    actions = [bulk.publish, bulk.archive, bulk.take_down]
    fieldsets = [
        (None, {"fields": ["base_version", "title", "slug", "kind", "standfirst", "body"]}),
        ("Beside the article", {"fields": ["at_a_glance", "hero", "items", "categories"]}),
        ("Place and time", {"fields": ["season", "author", "written_on", "review_due"]}),
        ("For the history", {"fields": ["summary"]}),
    ]

    def get_inlines(self, request: HttpRequest, obj: Page | None) -> list[Any]:
        """Only a work came out in parts."""
        is_work = obj is not None and obj.kind == Kind.WORK
        return [*self.inlines, ReleaseInline] if is_work else self.inlines

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return in_columns(super().get_queryset(request)).defer("html", "text", "names", "vector")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        given = super().get_changeform_initial_data(request)
        return {"author": request.user.pk, "summary": "Entered in the record.", **given}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        if db_field.name == "author":
            keepers = Q(is_staff=True) | Q(pk__in=Page.objects.order_by().values("author"))
            kwargs["queryset"] = get_user_model().objects.filter(keepers)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        if is_plain(request):
            kwargs["widget"] = ManyToManyRawIdWidget(db_field.remote_field, self.admin_site)
        else:
            kwargs["widget"] = ManyChoices(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # --- who may ------------------------------------------------------------------------------
    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """Pages are archived: links, aliases and revisions point at them."""
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("lore.publish_page")

    def has_archive_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("lore.archive_page")

    def has_take_down_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("lore.take_down_page")

    # --- columns of the list ------------------------------------------------------------------
    @admin.display(description="stage", ordering="status")
    def stage(self, page: Any) -> SafeString:
        """Its stage, and for the actions which revision was seen here."""
        seen = '{}<input type="hidden" name="{}" value="{}">'
        return format_html(seen, stage_of(page), bulk.seen_name(page.pk), page.newest_number or 0)

    @admin.display(description="reviewer", ordering="work__reviewer")
    def assigned(self, page: Any) -> str:
        work = getattr(page, "work", None)
        return work.reviewer.public_name if work and work.reviewer else "–"

    @admin.display(description="public from")
    def due(self, page: Any) -> Any:
        work = getattr(page, "work", None)
        return work.due_at if work and work.due_at else page.publish_at

    @admin.display(description="revised", ordering="revised_at")
    def revised(self, page: Any) -> Any:
        return page.revised_at
