"""The Locker: what a member owns."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import ItemFile, ItemSet
from payments import downloads, locker_export
from payments.locker import Locker, tray_of
from payments.models import Copy, Download
from payments.views.limits import too_often


@login_required
@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    return _tab(request, "pieces")


@login_required
@require_safe
def sets(request: HttpRequest) -> HttpResponse:
    return _tab(request, "sets")


@login_required
@require_safe
def set_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A set as its reader has it. With `?part=1` only the part that a set's page takes in."""
    tray = tray_of(get_object_or_404(ItemSet, slug=slug), request.user)
    if tray is None:
        raise Http404
    is_part = request.GET.get("part") == "1"
    template = "payments/_set_progress.html" if is_part else "payments/locker_set.html"
    return render(request, template, {"tray": tray})


@login_required
@require_safe
def download_list(request: HttpRequest) -> HttpResponse:
    return _tab(request, "downloads")


@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    return _tab(request, "orders")


@login_required
@require_safe
def pieces_csv(request: HttpRequest) -> HttpResponse:
    """The whole Locker for a spreadsheet."""
    content = locker_export.as_csv(request.user)
    return _file(content, "csv", "text/csv; charset=utf-8")


@login_required
@require_safe
def pieces_json(request: HttpRequest) -> HttpResponse:
    """The whole Locker for a program."""
    return _file(locker_export.as_json(request.user), "json", "application/json")


@login_required
@require_safe
def download(request: HttpRequest, copy_pk: int, file_pk: int) -> HttpResponse:
    """A fresh link to a file that comes with a copy, for the copy's owner. Strangers: 404."""
    copy, file = _had_by(request.user, copy_pk, file_pk)
    return redirect("payments:file_detail", downloads.token_of(copy, file, request.user))


@login_required
@require_safe
def file_detail(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file itself. The link is of use to its member only, and for a quarter of an hour."""
    keys = downloads.read_token(token, request.user)
    if keys is None:
        raise Http404
    copy, file = _had_by(request.user, *keys)
    asked_range = request.headers.get("Range", "")
    begins = request.method == "GET" and downloads.is_beginning(asked_range)
    if begins and Download.objects.is_over_limit(request.user):
        return too_often(request)
    try:
        response = downloads.send(copy, file, asked_range)
    except FileNotFoundError as error:
        raise Http404 from error
    if begins:
        Download.begin(copy, file, request.user)
    return response


def _had_by(user: Any, copy_pk: int, file_pk: int) -> tuple[Copy, ItemFile]:
    owned = Copy.objects.owned_by(user).at_hand().select_related("item")
    copy = get_object_or_404(owned, pk=copy_pk)
    return copy, get_object_or_404(ItemFile, pk=file_pk, item=copy.item)


def _file(content: str, ending: str, content_type: str) -> HttpResponse:
    name = f'attachment; filename="locker-{timezone.localdate()}.{ending}"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=content_type, headers=headers)


def _tab(request: HttpRequest, tab: str) -> HttpResponse:
    context = {"locker": Locker(request.user, request.GET), "tab": tab}
    return render(request, f"payments/locker_{tab}.html", context)
