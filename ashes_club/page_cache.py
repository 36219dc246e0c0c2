"""Public pages, kept in memory and answered before anything else is touched.

A view marks its page with Django's own `cache_control(public=True)`. Such a page is the same
for every visitor: it sets no cookie and varies on none. Each process keeps what it drew for a
minute at most; triggers in the database announce every change to what is public, and the
announcement empties the memory of every process at once. While the database is away nobody can
have changed anything, and the page as it last was is better than none.
"""

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import has_vary_header, patch_vary_headers
from django.utils.http import parse_etags

from ashes_club import codings, pieces, replica
from ashes_club.announcements import Listener
from ashes_club.memory import Memory
from lore.progress import PREFIX

# Openings and scheduled pages come by the clock, without an announcement: within a minute, of
# which a piece may have spent its own.
LIFETIME = 60 - pieces.LIFETIME  # seconds
ROOM_FOR = 64 * 2**20  # bytes of pages a process
BESIDES = 1_000  # bytes that a page's headers and its place in the memory take, about
CACHE_CONTROL = "public, max-age=0, s-maxage=60, stale-while-revalidate=600, stale-if-error=86400"
PRIVATE = "private, no-cache"


class Page:
    """A public page as it was drawn, and what its body came to in each coding asked for so far."""

    def __init__(self, response: HttpResponse) -> None:
        self.headers = dict(response.items())
        self.bodies = {"": response.content}
        is_text = codings.is_worth_it(response.content, self.headers.get("Content-Type", ""))
        self.may_be_pressed = is_text and "Content-Encoding" not in self.headers

    @property
    def weight(self) -> int:
        """In bytes, about; pressed for those who take it so, a page takes half as much again."""
        return len(self.bodies[""]) * 3 // 2 + BESIDES

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page, or 304 where the visitor has this very page already."""
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        coding = codings.wanted(accepted) if self.may_be_pressed else ""
        unchanged = _unchanged(request, self.headers, [self._tag(coding), self._tag("")])
        return unchanged or self._whole(coding)

    def _whole(self, coding: str) -> HttpResponse:
        body = self._body(coding)
        headers = {**self.headers, **_until_the_second_ends(), "Content-Length": str(len(body))}
        if coding:
            headers |= {"Content-Encoding": coding, "ETag": self._tag(coding)}
        return HttpResponse(body, headers=headers)

    def _body(self, coding: str) -> bytes:
        if coding not in self.bodies:
            self.bodies[coding] = codings.press(self.bodies[""], coding)
        return self.bodies[coding]

    def _tag(self, coding: str) -> str:
        """Other bytes have another ETag."""
        plain = self.headers["ETag"]
        return f'{plain[:-1]}-{coding}"' if coding else plain


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
        page = self.store.get(key) if self.listener.is_listening() else None
        return page.answer(request) if page else self._draw(request, key)

    def _draw(self, request: HttpRequest, key: str) -> HttpResponse:
        """What the view drew, kept where it is public; pressed only where it is kept."""
        drawn_in = self.store.generation
        response = _mark(self.get_response(request))
        if request.method != "GET" or not is_public(response):
            return self._of_before(request, key, response) or response
        if not self.listener.is_listening():
            return _unchanged(request, dict(response.items()), [response["ETag"]]) or response
        page = Page(response)
        self.store.put(key, page, LIFETIME, drawn_in, weight=len(key) + page.weight)
        return page.answer(request)

    def _of_before(
        self, request: HttpRequest, key: str, response: HttpResponse
    ) -> HttpResponse | None:
        """The page as it last was, where the database is away."""
        page = self.store.get_old(key) if response.status_code == 503 else None
        return page.answer(request) if page else None


def is_public(response: HttpResponse) -> bool:
    """Marked public by its view, whole, and carrying nothing of a visitor's."""
    return (
        response.status_code == 200
        and not response.streaming
        and "public" in response.get("Cache-Control", "")
        and not _is_somebodys(response)
    )


def _is_somebodys(response: HttpResponse) -> bool:
    return bool(response.cookies) or has_vary_header(response, "Cookie")


def _mark(response: HttpResponse) -> HttpResponse:
    if is_public(response):
        response["Cache-Control"] = CACHE_CONTROL
        digest = hashlib.sha1(response.content, usedforsecurity=False).hexdigest()
        response["ETag"] = f'"{digest}"'
        for name, value in _until_the_second_ends().items():
            response[name] = value
        patch_vary_headers(response, ["Accept-Encoding"])
    elif "public" in response.get("Cache-Control", PRIVATE) and _is_somebodys(response):
        response["Cache-Control"] = PRIVATE  # the view that said so could not know
    else:
        response.headers.setdefault("Cache-Control", PRIVATE)
    return response


def _until_the_second_ends() -> dict[str, str]:
    """For our own proxy, which nobody else hears: a change shows there within a second."""
    return {"X-Accel-Expires": f"@{int(time.time())}"}


def _unchanged(
    request: HttpRequest, headers: dict[str, str], tags: list[str]
) -> HttpResponse | None:
    """304 where the visitor has this very page already, whether it was kept or drawn anew."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if not asked:
        return None
    # A proxy that pressed a page by itself marks the tag as weak; the page is the same.
    known = {each.removeprefix("W/") for each in parse_etags(asked)}
    for tag in tags:
        if tag in known:
            kept = {name: headers[name] for name in ("Cache-Control", "Vary")}
            kept |= {"ETag": tag, **_until_the_second_ends()}
            return HttpResponseNotModified(headers=kept)
    return None
