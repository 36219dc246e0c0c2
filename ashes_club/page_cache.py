"""Public pages, kept in memory and answered before anything else is touched.

A view marks its page with Django's own `cache_control(public=True)`. Such a page is the same
for every visitor: it sets no cookie and varies on none. Each process keeps what it drew for a
minute at most; triggers in the database announce every change to what is public, and the
announcement empties the memory of every process at once.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from ashes_club import pieces, replica
from ashes_club.announcements import Listener
from ashes_club.memory import Memory
from lore.progress import PREFIX

# Openings and scheduled pages come by the clock, without an announcement: within a minute, of
# which a piece may have spent its own.
LIFETIME = 60 - pieces.LIFETIME  # seconds
ROOM_FOR = 2_000  # pages
CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=600"

Stored = tuple[bytes, dict[str, str]]  # body, headers


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.store = Memory(ROOM_FOR)
        self.listener = Listener(on_change=self._forget)
        replica.standing.hears = self.listener.is_listening

    def _forget(self) -> None:
        replica.standing.changed()
        pieces.memory.clear()  # first, so that no page of old pieces is kept as a new one
        self.store.clear()

    def _keeps_pieces(self, request: HttpRequest) -> bool:
        """Not at an address that says how far its reader is: what is opened there stays there."""
        is_plain = not request.path_info.startswith(PREFIX)
        return settings.PIECES and is_plain and self.listener.is_listening()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        caches["pieces"].is_open = self._keeps_pieces(request)  # type: ignore[attr-defined]
        if request.method not in {"GET", "HEAD"} or not settings.PAGE_CACHE:
            return _mark(self.get_response(request))
        key = f"{request.scheme}://{request.META.get('HTTP_HOST')}{request.get_full_path()}"
        stored = self.store.get(key) if self.listener.is_listening() else None
        if stored:
            return _answer(request, stored)
        drawn_in = self.store.generation
        response = _mark(self.get_response(request))
        if request.method == "GET" and is_public(response):
            headers = dict(response.items())
            self.store.put(key, (response.content, headers), LIFETIME, drawn_in)
            return _unchanged(request, headers) or response
        return response


def is_public(response: HttpResponse) -> bool:
    """Marked public by its view, whole, and carrying nothing of a visitor's."""
    return (
        response.status_code == 200
        and not response.streaming
        and "public" in response.get("Cache-Control", "")
        and "Cookie" not in response.get("Vary", "")
        and not response.cookies
    )


def _mark(response: HttpResponse) -> HttpResponse:
    if is_public(response):
        response["Cache-Control"] = CACHE_CONTROL
        digest = hashlib.sha1(response.content, usedforsecurity=False).hexdigest()
        response["ETag"] = f'"{digest}"'
    elif not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-cache"
    return response


def _answer(request: HttpRequest, stored: Stored) -> HttpResponse:
    body, headers = stored
    return _unchanged(request, headers) or HttpResponse(body, headers=headers)


def _unchanged(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """304 where the visitor has this very page already, whether it was kept or drawn anew."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if not asked or headers["ETag"] not in parse_etags(asked):
        return None
    kept = {name: headers[name] for name in ("ETag", "Cache-Control")}
    return HttpResponseNotModified(headers=kept)
