"""Leaving the club, and thinking better of it."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.member_forms import DeletionForm
from accounts.models import Departure


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deletion_create(request: HttpRequest) -> HttpResponse:
    """Who has no password to give proves by another way in that it is they."""
    member: Any = request.user
    if member.has_usable_password():
        return _ask(request)
    return reauthentication_required(_ask)(request)


def _ask(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    if is_sent and not ratelimit.consume(request, action="reauthenticate", user=request.user):
        return render(request, "429.html", status=429)
    form = DeletionForm(request.user, request.POST if is_sent else None)
    if form.is_valid():
        Departure.ask(request.user)
        messages.success(request, "Your account will be removed. A letter says when.")
        return redirect("accounts:deletion_create")
    departure = Departure.objects.of(request.user).first()
    grace_days = settings.DELETION_GRACE_DAYS
    context = {"form": form, "departure": departure, "grace_days": grace_days}
    return render(request, "accounts/deletion.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def deletion_delete(request: HttpRequest, token: str) -> HttpResponse:
    """Stay after all, by the link of the letter. GET only asks: scanners follow every link."""
    departure = Departure.behind(token)
    if departure is None:
        raise Http404
    if request.method == "POST":
        departure.delete()
    context = {"departure": departure, "stays": request.method == "POST"}
    return render(request, "accounts/deletion_delete.html", context)
