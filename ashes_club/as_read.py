"""/as-read/c1s9/lore/volcano/ is /lore/volcano/ for a reader who has come as far as Season 9.

How far a reader has come is part of the address and of nothing else, so each such page is again
the same for everyone, and any cache may hold it. The rooms that know covers ask `progress_of`;
links within lead on to pages read alike. What is one visitor's own, and what is no page, is
answered at its plain address.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from ashes_club.page_cache import is_public
from lore.progress import PREFIX, ROOMS, Progress, read_progress

ADDRESS = re.compile(rf"{PREFIX}(?P<code>[^/]*)(?P<plain>(?:{'|'.join(ROOMS)}).*)", re.S)
# A link or a form that leads into one of the rooms; `data-plain` before it leaves it as it is.
LEADS_ON = re.compile(rf'(?<!data-plain)( (?:href|action)=")(?={"|".join(ROOMS)})'.encode())


class AsReadMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = ADDRESS.fullmatch(request.path_info)
        if asked is None or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        request.path = request.path_info = asked["plain"]
        progress = read_progress(asked["code"])
        if not progress or progress.code != asked["code"]:
            return HttpResponseRedirect(progress.address_of(request.get_full_path()))
        request.progress = progress  # type: ignore[attr-defined]
        plain = request.get_full_path()
        return _led_on(self.get_response(request), plain, progress)


def _led_on(response: HttpResponse, plain: str, progress: Progress) -> HttpResponse:
    """`response` with its links leading to pages read alike; no search engine keeps it."""
    if response.status_code in {301, 302}:
        return HttpResponseRedirect(progress.address_of(response["Location"]))
    if not is_public(response):
        return HttpResponseRedirect(plain)
    if response["Content-Type"].startswith("text/html"):
        start = f"{PREFIX}{progress.code}".encode()
        response.content = LEADS_ON.sub(rb"\g<1>" + start, response.content)
        response["Content-Length"] = str(len(response.content))
    response["X-Robots-Tag"] = "noindex"
    return response
