"""Public pages, kept in memory and answered before anything else is touched.

A view marks its page with Django's own `cache_control(public=True)`. Such a page is the same
for every visitor: it sets no cookie and varies on none. Each process keeps what it drew for a
minute at most; triggers in the database announce every change to what is public, and the
announcement empties the memory of every process at once.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from ashes_club.announcements import Listener

LIFETIME = 60  # seconds: openings and scheduled pages come by the clock, without an announcement
ROOM_FOR = 2_000  # pages
CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=600"

Stored = tuple[float, bytes, dict[str, str]]  # drawn at (monotonic), body, headers


class PageStore:
    """The newest ROOM_FOR pages; everything in it is dropped when `generation` moves on."""

    def __init__(self) -> None:
        self.generation = 0
        self._pages: OrderedDict[str, Stored] = OrderedDict()

    def get(self, key: str) -> Stored | None:
        page = self._pages.get(key)
        return page if page and time.monotonic() - page[0] < LIFETIME else None

    def put(self, key: str, page: Stored, drawn_in: int) -> None:
        # A page that was being drawn while the data changed may show the old data: not kept.
        if drawn_in == self.generation:
            self._pages[key] = page
            if len(self._pages) > ROOM_FOR:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        self.generation += 1
        self._pages.clear()


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.store = PageStore()
        self.listener = Listener(on_change=self.store.clear)

    def __call__(self, request: HttpRequest) -> HttpResponse:
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
            self.store.put(key, (time.monotonic(), response.content, headers), drawn_in)
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
        digest = hashlib.blake2b(response.content, digest_size=12).hexdigest()
        response["ETag"] = f'"{digest}"'
    elif not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-cache"
    return response


def _answer(request: HttpRequest, stored: Stored) -> HttpResponse:
    _, body, headers = stored
    return _unchanged(request, headers) or HttpResponse(body, headers=headers)


def _unchanged(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """304 where the visitor has this very page already, whether it was kept or drawn anew."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if not asked or headers["ETag"] not in parse_etags(asked):
        return None
    kept = {name: headers[name] for name in ("ETag", "Cache-Control")}
    return HttpResponseNotModified(headers=kept)
