"""What was answered, and how fast: by the name of the view, never by the address."""

import time
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from prometheus_client import Counter, Histogram, disable_created_metrics

from ashes_club.as_read import ADDRESS
from ashes_club.metrics import pools
from ashes_club.page_cache import CACHE_CONTROL, ROOM_FOR

PATH = "/metrics"
METHODS = {"GET", "HEAD", "POST"}
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)  # seconds

disable_created_metrics()  # a series more for each, which nobody looks at
REQUESTS = Counter(
    "club_requests", "Requests, by view, method and status.", ["view", "method", "status"]
)
LATENCY = Histogram(
    "club_request_seconds", "Time until the answer began.", ["view"], buckets=BUCKETS
)
PAGES = Counter("club_page_cache", "Public pages: kept (hit) or drawn (miss).", ["result"])
KEPT, DRAWN = PAGES.labels("hit"), PAGES.labels("miss")


class MetricsMiddleware:
    """Outside of the page cache, so that kept pages count too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == PATH:
            # Prometheus asks a container by its number, which is no name of ours.
            request.META["HTTP_HOST"] = urlsplit(settings.SITE_URL).netloc
        began = time.perf_counter()
        response = self.get_response(request)
        took = time.perf_counter() - began
        view = view_of(request, response)
        method = request.method if request.method in METHODS else "other"
        requests, latency = _counters(view, method, response.status_code)
        requests.inc()
        latency.observe(took)
        if response.get("Cache-Control") == CACHE_CONTROL:
            (DRAWN if request.resolver_match else KEPT).inc()
        if request.resolver_match:
            pools.note()
        return response


@lru_cache(maxsize=4_096)
def _counters(view: str, method: str | None, status: int) -> tuple[Counter, Histogram]:
    """Looking them up by their labels takes longer than counting."""
    return REQUESTS.labels(view, method, status), LATENCY.labels(view)


def view_of(request: HttpRequest, response: HttpResponse) -> str:
    """One of some two hundred words, whatever is asked for."""
    if request.resolver_match:
        return _shortened(request.resolver_match.view_name)
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    if response.get("Cache-Control") == CACHE_CONTROL:
        return _view_at(request.path_info)
    return "unknown"


@lru_cache(maxsize=ROOM_FOR)
def _view_at(path: str) -> str:
    """Whose page was kept at this address; there are no more of them than the cache has room."""
    as_read = ADDRESS.fullmatch(path)
    try:
        return _shortened(resolve(as_read["plain"] if as_read else path).view_name)
    except Resolver404:
        return "unknown"


def _shortened(view_name: str) -> str:
    """The desk has a view for each table and act; together they are one."""
    return "admin" if view_name.startswith("admin:") else view_name
