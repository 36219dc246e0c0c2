"""The desk's reports at /admin/lore/reports/: for those who may change pages."""

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from lore.models import Page
from lore.models.queueing import queue_once
from lore.reports import REPORTS, Report, with_bearers, with_drafts

ON_A_PAGE = 50
SHAPED = {"wanted": with_drafts, "names": with_bearers}


def index(request: HttpRequest) -> HttpResponse:
    _only_for_editors(request)
    counted = [(report, report.rows().count()) for report in REPORTS.values()]
    return _show(request, "index", "Reports", {"counted": counted})


def report_detail(request: HttpRequest, slug: str) -> HttpResponse:
    report = _report_for(request, slug)
    context = {"report": report, **_screen(request, report)}
    return _show(request, "detail", report.title, context)


def wanting_list(request: HttpRequest) -> HttpResponse:
    """The pages with a link to `?key=`: names may hold what an address may not."""
    report, key = _report_for(request, "wanted"), request.GET.get("key", "")
    wanting = replace(report, shape="pages", rows=lambda: Page.objects.live().linking_to([key]))
    context = {"report": wanting, **_screen(request, wanting)}
    return _show(request, "detail", f"Pages that want “{key}”", context)


@require_POST
def drawing_create(request: HttpRequest) -> HttpResponse:
    _only_for_editors(request)
    queue_once("rerender_outdated")
    messages.success(request, "The worker draws these pages again, a batch at a time.")
    return redirect("lore_reports:detail", "outdated")


def _report_for(request: HttpRequest, slug: str) -> Report:
    _only_for_editors(request)
    if slug not in REPORTS:
        raise Http404
    return REPORTS[slug]


def _only_for_editors(request: HttpRequest) -> None:
    if not request.user.has_perm("lore.change_page"):  # type: ignore[union-attr]
        raise PermissionDenied


def _screen(request: HttpRequest, report: Report) -> dict[str, Any]:
    """One screenful of the report's rows, asked for by ?p=."""
    rows = report.rows()
    if report.shape == "pages":
        rows = rows.select_related("author").defer("body", "html", "text", "vector")
    shown = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))
    return {"shown": shown, "rows": SHAPED.get(report.shape, list)(shown.object_list)}


def _show(request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> TemplateResponse:
    common = {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, f"admin/lore/reports/{name}.html", {**common, **context})


app_name = "lore_reports"
urlpatterns = [
    path("", admin.site.admin_view(index), name="index"),
    path("outdated/drawing/", admin.site.admin_view(drawing_create), name="drawing_create"),
    path("wanted/pages/", admin.site.admin_view(wanting_list), name="wanting_list"),
    path("<slug:slug>/", admin.site.admin_view(report_detail), name="detail"),
]
