"""The vault for machines: read-only, the same for everyone, at addresses that stay.

What they say is documented at /house/machines/.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog.feeds import OpeningFeed
from catalog.models import Item
from catalog.plain import selection_data, whole_item_data
from catalog.selection import Selection

opening_feed = require_safe(cache_control(public=True)(OpeningFeed()))


@require_safe
@cache_control(public=True)
def item_list_json(request: HttpRequest) -> JsonResponse:
    """The vault with the filters, the order and the pages of its own page."""
    return _answer(selection_data(Selection.shared(request.GET)))


@require_safe
@cache_control(public=True)
def item_detail_json(request: HttpRequest, slug: str) -> JsonResponse:
    """All that the page of an item says, without the lore."""
    item = Item.objects.entered().for_page().filter(slug=slug).first()
    if item is None:
        return _answer({"error": "There is no item at this address."}, status=404)
    return _answer(whole_item_data(item))


def _answer(data: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status)
    # Nothing in it is anybody's own, so scripts of any site may read it.
    response["Access-Control-Allow-Origin"] = "*"
    return response
