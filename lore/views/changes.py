"""What changed lately, and one page at random."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lore.changes import by_day, public_revisions, with_their_pages
from lore.feeds import ChangeFeed
from lore.models import Page
from lore.views.public import public_page

PER_SHEET = 50
LAST_SHEET = 200  # further back each article has its own list
FORM = re.compile("[1-9][0-9]?|1[0-9]{2}|200")

feed = public_page(ChangeFeed())


@public_page
def change_list(request: HttpRequest) -> HttpResponse:
    """Revisions by day, the newest sheet first. They are not counted: that would cost by all."""
    asked = request.GET.get("page", "")
    number = int(asked) if FORM.fullmatch(asked) else 1
    start = (number - 1) * PER_SHEET
    shown = list(with_their_pages(public_revisions())[start : start + PER_SHEET + 1])
    context = {
        "current_room": "lore",
        "days": by_day(shown[:PER_SHEET]),
        "number": number,
        "newer": number - 1,
        "older": number + 1 if len(shown) > PER_SHEET and number < LAST_SHEET else None,
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
