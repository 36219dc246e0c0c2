"""The wishlist: seen, filled and emptied."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Item
from payments.forms import PieceForm
from payments.models import Place
from payments.wishlist import Wishlist
from payments.words import listed


@require_safe
def wish_list(request: HttpRequest) -> HttpResponse:
    wishlist = Wishlist(request)
    added = wishlist.merge_from_session()
    if added:
        messages.info(request, f"Added from before you signed in: {listed(added)}.")
    context = {
        "items": wishlist.items(),
        "letters_stopped": wishlist.has_letters_stopped,
        "places": Place.objects.shown_to(request.user),
    }
    return render(request, "payments/wish_list.html", context)


@csrf_exempt  # the form stands on public pages, without a token: OriginMiddleware guards it
@require_POST
def wish_create(request: HttpRequest) -> HttpResponse:
    pieces = Item.objects.entered().originals()
    item = get_object_or_404(pieces, slug=PieceForm.slug_in(request.POST))
    wishlist = Wishlist(request)
    if wishlist.add(item):
        messages.success(request, f"{item.name} is on your wishlist.")
    elif wishlist.holds(item):
        messages.info(request, f"{item.name} was on your wishlist already.")
    else:
        messages.error(request, "Your wishlist is full. Remove a piece first.")
    return redirect("payments:wish_list")


@require_POST
def wish_delete(request: HttpRequest, slug: str) -> HttpResponse:
    item = get_object_or_404(Item, slug=slug)
    if not Wishlist(request).remove(item):
        raise Http404
    messages.success(request, f"{item.name} is off your wishlist.")
    return redirect("payments:wish_list")
