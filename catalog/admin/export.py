"""The list as a file: what is ticked, or all that the filters leave."""

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from catalog.importing.export import export


@admin.action(permissions=["view"], description="Export as CSV")
def export_selected(
    desk: ModelAdmin, request: HttpRequest, items: QuerySet
) -> StreamingHttpResponse:
    return _file(items)


def export_list(desk: ModelAdmin, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """What the list shows at the same query string, all pages of it."""
    if not desk.has_view_permission(request):
        raise PermissionDenied
    try:
        return _file(desk.get_changelist_instance(request).queryset)
    except IncorrectLookupParameters:
        return redirect("admin:catalog_item_changelist")


def _file(items: QuerySet) -> StreamingHttpResponse:
    response = StreamingHttpResponse(export(items), content_type="text/csv; charset=utf-8")
    name = f"ashes-club-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
