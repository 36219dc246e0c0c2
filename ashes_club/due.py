"""What was to be public by now is public before any page of the house is drawn.

The record is read in other rooms too: at home, in the search, beside a piece, in the sitemap. So
the clock is looked at here, and no room has to remember it.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from lore.clock import clock

ASKS_NOTHING = {"healthz", "readyz", "metrics"}  # answer while the database is away


class DueMiddleware:
    """Pages that are kept are answered before, and cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.method in {"GET", "HEAD"} and name not in ASKS_NOTHING:
            clock.look()
