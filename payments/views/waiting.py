"""The line for an edition that is taken: joined, looked at, left, and an offer taken up."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import MailKind
from catalog.models import Item
from payments.models import NotInLine, Place
from payments.models.waiting import join, leave, why_no_line
from payments.views.bag import put


@csrf_exempt  # the form stands on public pages, without a token: OriginMiddleware guards it
@require_http_methods(["GET", "HEAD", "POST"])
def waiting_create(request: HttpRequest, slug: str) -> HttpResponse:
    """GET is where signing in leads back to; it changes nothing."""
    item = get_object_or_404(Item.objects.entered().originals(), slug=slug)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    if request.method == "POST":
        return _join(request, item)
    place = Place.objects.of(request.user).filter(item=item).first()
    return redirect(place) if place else _page(request, item, problem=why_no_line(item))


def _join(request: HttpRequest, item: Item) -> HttpResponse:
    try:
        return redirect(join(request.user, item))
    except NotInLine as problem:
        return _page(request, item, problem=str(problem), status=422)


@login_required
@require_safe
def offer_detail(request: HttpRequest, token: str) -> HttpResponse:
    places = Place.objects.of(request.user).select_related("item", "order")
    place = places.filter(token=token).first()
    if place is None:
        return render(request, "payments/waiting_over.html", status=404)
    return _page(request, place.item, place=place)


@login_required
@require_POST
def offer_create(request: HttpRequest, token: str) -> HttpResponse:
    """Put the offered piece into the bag; its copy stays set aside until the offer is over."""
    own = Place.objects.of(request.user).select_related("item")
    place = get_object_or_404(own, token=token)
    if place.state != "offered":
        messages.error(request, f"No copy of {place.item.name} is set aside for you just now.")
        return redirect(place)
    put(request, place.item, 1)
    return redirect("payments:bag_detail")


@login_required
@require_POST
def waiting_delete(request: HttpRequest, token: str) -> HttpResponse:
    own = Place.objects.of(request.user).select_related("item")
    place = get_object_or_404(own, token=token)
    leave(place)
    if Place.objects.filter(pk=place.pk).exists():
        messages.error(request, "You are paying for it. Cancel the order first.")
        return redirect(place)
    messages.success(request, f"You have left the line for {place.item.name}.")
    return redirect("payments:wish_list")


def _page(
    request: HttpRequest,
    item: Item,
    place: Place | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "item": item,
        "place": place,
        "problem": problem,
        "offer_hours": settings.WAITING_OFFER_HOURS,
        "letters_stopped": not request.user.wants(MailKind.WAITING),  # type: ignore[union-attr]
    }
    return render(request, "payments/waiting.html", context, status=status)
