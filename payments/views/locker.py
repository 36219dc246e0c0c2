"""The Locker: what a member owns."""

from pathlib import PurePosixPath

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalog.models import ItemFile, ItemSet
from payments.locker import Locker, tray_of
from payments.models import Copy


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
def downloads(request: HttpRequest) -> HttpResponse:
    return _tab(request, "downloads")


@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    return _tab(request, "orders")


@login_required
@require_safe
def download(request: HttpRequest, copy_pk: int, file_pk: int) -> FileResponse:
    """A file that comes with a copy, for the copy's owner. Strangers learn nothing: 404."""
    owned = Copy.objects.owned_by(request.user).at_hand().select_related("item")
    copy = get_object_or_404(owned, pk=copy_pk)
    file = get_object_or_404(ItemFile, pk=file_pk, item=copy.item)
    try:
        content = file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"{copy.item.slug}-no-{copy.serial}-{PurePosixPath(str(file.file.name)).name}"
    response = FileResponse(content, as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    return response


def _tab(request: HttpRequest, tab: str) -> HttpResponse:
    context = {"locker": Locker(request.user), "tab": tab}
    return render(request, f"payments/locker_{tab}.html", context)
