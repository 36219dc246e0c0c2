"""The pages that join apps: home, search, the house's own texts, and what is yours."""

from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from catalog.models import Item
from lore.models import Page
from payments.models import Bag


@require_safe
@cache_control(public=True)
def home(request: HttpRequest) -> HttpResponse:
    """The front: one piece, what was lately entered, and what changed in the record."""
    lead = Item.objects.entered().for_sale().for_cards().first()
    return render(request, "ashes_club/home.html", {"lead": lead})


@require_safe
@cache_control(public=True)
def search(request: HttpRequest) -> HttpResponse:
    """Pieces, records and lore pages that hold the words of `q`."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found = {
        "items": Item.objects.entered().matching(words).for_cards()[:12] if words else [],
        "pages": Page.objects.published().search(words)[:12] if words else [],
    }
    return render(request, "ashes_club/search.html", {"words": words, **found})


@require_safe
@never_cache
def me(request: HttpRequest) -> JsonResponse:
    """What club.js lays over a public page: the bag's count, and whether someone is signed in."""
    return JsonResponse({"bag": Bag.count_for(request), "signed_in": request.user.is_authenticated})


@require_safe
@cache_control(public=True)
def house_page(request: HttpRequest, page: str) -> HttpResponse:
    """A text of the house: makers and rights, privacy, terms, how to report a piece."""
    contact = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return render(request, f"ashes_club/{page}.html", {"contact": contact})


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; asks nothing of the database."""
    return HttpResponse("ok", content_type="text/plain")
