"""The pages that join apps: home, search, the house's own texts, and what is yours."""

from dataclasses import asdict
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from ashes_club import readiness, retention
from ashes_club.searching import find, find_nearest, suggest
from catalog.models import Item
from catalog.selection import Own, Selection
from lore.models.search import read_words
from payments.models import Bag, Copy


@require_safe
@cache_control(public=True)
def home(request: HttpRequest) -> HttpResponse:
    """The front: one piece, what was lately entered, and what changed in the record."""
    lead = Item.objects.entered().for_sale().for_cards().first()
    return render(request, "ashes_club/home.html", {"lead": lead})


@require_safe
@cache_control(public=True)
def search(request: HttpRequest) -> HttpResponse:
    """Pieces, records, sets and lore pages that hold the words of `q`; the nearest names else."""
    words = read_words(request.GET.get("q", ""))
    found = find(words) if words else None
    nearest = find_nearest(words) if words and not found else []
    context = {"words": words, "found": found, "nearest": nearest}
    return render(request, "ashes_club/search.html", context)


@require_safe
@cache_control(public=True)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Names for what is being typed: `{"suggestions": [{"name", "kind", "url"}]}`."""
    words = read_words(request.GET.get("q", ""))
    return JsonResponse({"suggestions": [asdict(one) for one in suggest(words)] if words else []})


@require_safe
@never_cache
@login_required
def yours(request: HttpRequest) -> HttpResponse:
    """The club's pieces that a member owns, or is missing; filtered as the vault is."""
    owned = Copy.objects.owned_by(request.user).values("item")
    originals = Item.objects.order_by().originals()
    value = "missing" if request.GET.get("own") == "missing" else "owned"
    items = (
        originals.exclude(pk__in=owned) if value == "missing" else originals.filter(pk__in=owned)
    )
    selection = Selection(request.GET, Own(value, items, request.path))
    context = {"current_room": "vault", "selection": selection, "lots": selection.lots}
    return render(request, "catalog/item_list.html", context)


@require_safe
@never_cache
def me(request: HttpRequest) -> JsonResponse:
    """What club.js lays over a public page: the bag's count, and whether someone is signed in."""
    return JsonResponse({"bag": Bag.count_for(request), "signed_in": request.user.is_authenticated})


@require_safe
@cache_control(public=True)
def house_page(request: HttpRequest, page: str) -> HttpResponse:
    """A text of the house: makers and rights, privacy, terms, how to report a piece."""
    context = {
        "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "retention": retention.RULES,
        "data_copy_hours": settings.DATA_COPY_HOURS,
        "grace_days": settings.DELETION_GRACE_DAYS,
        "asks_about_breaches": settings.CHECK_BREACHED_PASSWORDS,
    }
    return render(request, f"ashes_club/{page}.html", context)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether visitors may be sent here: 200, or 503 without database or with old tables.

    An absent worker is said, and no reason to close: pages are drawn and orders taken, and what
    is queued waits for it.
    """
    if not readiness.is_ready():
        return HttpResponse("not ready", status=503, content_type="text/plain")
    waits = "" if readiness.is_queue_looked_after() else "; no worker looks after the queue"
    return HttpResponse(f"ready{waits}", content_type="text/plain")
