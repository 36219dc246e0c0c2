"""What changed lately, and one page at random."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lore.changes import by_day, public_revisions, with_their_pages
from lore.feeds import ChangeFeed
from lore.models import Page
from lore.views.public import public_page

PER_SHEET = 50

feed = public_page(ChangeFeed())


@public_page
def change_list(request: HttpRequest) -> HttpResponse:
    """Revisions by day. Older ones are asked for by the last key seen, so no sheet costs more."""
    before = request.GET.get("before", "")
    revisions = with_their_pages(public_revisions())
    if before.isdecimal() and len(before) < 18:
        revisions = revisions.filter(pk__lt=int(before))
    shown = list(revisions[: PER_SHEET + 1])
    older = shown[PER_SHEET - 1].pk if len(shown) > PER_SHEET else None
    context = {
        "current_room": "lore",
        "days": by_day(shown[:PER_SHEET]),
        "older": older,
        "is_newest": not before,
    }
    return render(request, "lore/change_list.html", context)


@require_safe
@never_cache
def random(request: HttpRequest) -> HttpResponse:
    """Another page each time: one visitor's own, kept by no cache."""
    page = Page.objects.published().at_random()
    if page is None:
        raise Http404
    response = redirect("lore:page_detail", page.slug)
    response["X-Robots-Tag"] = "noindex"
    return response
