"""The public pages of the catalogue: the same bytes for every visitor."""

from functools import partial

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog.cards import version_of
from catalog.models import Item
from catalog.neighbours import (
    came_with,
    chapters,
    companions_of,
    seasons_beside,
    seasons_shown,
    sets_shown,
    shelved_near,
)
from catalog.plain import absolute
from catalog.selection import Selection
from catalog.structured import item_crumbs, product, set_crumbs

MORE = 4  # of a set, one row


@require_safe
@cache_control(public=True)
def item_list(request: HttpRequest) -> HttpResponse:
    """The vault, as its filters, order and page ask for it."""
    selection = Selection.shared(request.GET)

    def draw(lots: str) -> bytes:
        canonical = absolute(selection.url)
        context = {"selection": selection, "lots": lots, "canonical": canonical}
        return _page(request, "catalog/item_list.html", context).content

    return HttpResponse(selection.page(draw))


@require_safe
@cache_control(public=True)
def item_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A piece with all that is said of it, or a record with its facts."""
    version = version_of(slug)
    if version is None:
        raise Http404(f"Nothing is entered as {slug}.")
    draw = partial(_draw_item, request, slug)
    return HttpResponse(caches["pieces"].get_or_set(f"item:{version}", draw))


def _draw_item(request: HttpRequest, slug: str) -> bytes:
    item = get_object_or_404(Item.objects.entered().for_page(), slug=slug)
    companions = companions_of(item)
    context = {
        "item": item,
        "companions": companions,
        "more": [one for one in companions if one != item][:MORE],
        "near": shelved_near(item, companions),
        "canonical": absolute(item.get_absolute_url()),
        "product": product(item),
        "crumbs": item_crumbs(item),
    }
    name = "record_detail" if item.is_archive else "item_detail"
    return _page(request, f"catalog/{name}.html", context).content


@require_safe
@cache_control(public=True)
def set_list(request: HttpRequest) -> HttpResponse:
    """Every set with a piece in it, as a tray."""
    context = {"sets": sets_shown(), "canonical": absolute(request.path)}
    return _page(request, "catalog/set_list.html", context)


@require_safe
@cache_control(public=True)
def set_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A set: its cover, its story and its pieces."""
    item_set = get_object_or_404(sets_shown(), slug=slug)
    context = {
        "set": item_set,
        "pieces": item_set.entered_pieces,
        "crumbs": set_crumbs(item_set),
        "canonical": absolute(request.path),
    }
    return _page(request, "catalog/set_detail.html", context)


@require_safe
@cache_control(public=True)
def season_list(request: HttpRequest) -> HttpResponse:
    """Every season of the game in the order they came, chapter by chapter."""
    context = {"chapters": chapters(seasons_shown()), "canonical": absolute(request.path)}
    return _page(request, "catalog/season_list.html", context)


@require_safe
@cache_control(public=True)
def season_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A season: when it was, what came with it, and the record of it."""
    season = get_object_or_404(seasons_shown(), code=code)
    before, after = seasons_beside(season)
    context = {
        "season": season,
        "came": came_with(season),
        "before": before,
        "after": after,
        "canonical": absolute(request.path),
    }
    return _page(request, "catalog/season_detail.html", context)


def _page(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    return render(request, template, {"current_room": "vault", **context})
