"""What is kept about a member, to look at and to take away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Agreement, DataCopy


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def data_create(request: HttpRequest) -> HttpResponse:
    """What was agreed to, and a copy of everything, made by the worker and sent for by mail."""
    if request.method == "POST":
        if not DataCopy.ask(request.user):
            return render(request, "429.html", status=429)
        messages.success(request, "We are packing it. A letter with the link comes in a minute.")
        return redirect("accounts:data_create")
    copies, agreed = DataCopy.objects.of(request.user), Agreement.objects.of(request.user)
    context = {"copies": copies, "agreed": agreed}
    return render(request, "accounts/data.html", context)


@login_required
@require_safe
def data_detail(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file itself: for its member only, and only for a while."""
    copy = DataCopy.behind(token, request.user)
    if copy is None:
        raise Http404
    try:
        content = copy.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"ashes-club-{copy.asked_at:%Y-%m-%d}.zip"
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(content, as_attachment=True, filename=name, headers=headers)
