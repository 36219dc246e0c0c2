"""The database is away: whoever comes meanwhile hears so at once, and nobody waits for it twice.

A request that finds no connection waits for one as long as the pool does. With four threads, four
such visitors would keep everyone from the pages that are in memory. So the first who waited in
vain is the last: until a probe reaches the database again, the others are told without asking.
"""

import threading
import time
from collections.abc import Callable, Iterator

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from ashes_club.database import connect

AGAIN_IN = 10  # seconds, as visitors and Stripe are told
PROBE_EVERY = 1.0  # seconds
PATIENCE = 2  # seconds, for a probe
# They ask nothing of the database, or say themselves how it is.
WITHOUT_DATABASE = ("/healthz", "/readyz", "/metrics", settings.MEDIA_URL)

# Away, restarting, out of disk, or turned into a replica that takes no writes.
AWAY = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
)


def is_away(error: BaseException | None) -> bool:
    """Whether the database could not do what was asked, rather than we have asked nonsense."""
    return any(isinstance(each, AWAY) for each in _causes(error))


def answer_away() -> HttpResponse:
    """503: nothing is wrong with what was asked; it cannot be had just now."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(AGAIN_IN)
    response["Cache-Control"] = "no-store"
    return response


class Outage:
    """On from the first probe that failed to the first that did not."""

    def __init__(self) -> None:
        self.is_on = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def suspect(self) -> None:
        """Somebody could not be served: look whether the database is there, until it is."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._watch, name="outage", daemon=True)
                self._thread.start()

    def _watch(self) -> None:
        while not _answers():
            self.is_on = True
            time.sleep(PROBE_EVERY)
        self.is_on = False


outage = Outage()


class AwayMiddleware:
    """Below the page cache, which has a page of before for some of those who are turned away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if outage.is_on and not request.path_info.startswith(WITHOUT_DATABASE):
            return answer_away()
        response = self.get_response(request)
        if response.status_code == 503:
            outage.suspect()
        return response


def _answers() -> bool:
    try:
        connect(connect_timeout=PATIENCE).close()
    except psycopg.Error:
        return False
    return True


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__
