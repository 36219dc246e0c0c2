"""Where readers say how far they have got: the one page of this room that asks who is reading."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lore.progress import ROOMS, Progress, keep_in_cookie, kept_progress
from lore.shield_form import ShieldForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shield(request: HttpRequest) -> HttpResponse:
    """How far have you got? Kept in a cookie, and with the account of a member."""
    form = ShieldForm(kept_progress(request), request.POST or None)
    if form.is_valid():
        return _keep(request, form.progress)
    context = {"current_room": "lore", "form": form, "back": _back(request)}
    return render(request, "lore/shield.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, progress: Progress) -> HttpResponse:
    """Back to where the reader came from. A script opens that page by itself; without one, the
    address has to say how far."""
    back = _back(request)
    response = redirect(back if "script" in request.POST else progress.address_of(back))
    if request.user.is_authenticated:
        request.user.keep_reading_progress(progress.code)
    keep_in_cookie(request, response, progress.code)
    return response


def _back(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours and asked.startswith(ROOMS) else reverse("lore:index")
