"""Public pages read from a replica of the database, where there is one and it is not behind.

A replica is behind by some milliseconds, or by minutes. Pages are kept until a change is
announced, and a page that was read before the change arrived would be kept too long. So after
each announcement pages are read from the primary, until the replica has come as far as the
primary was then. Everything that is not public is read from the primary always: who has just
bought something must see it.
"""

import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse

from ashes_club.absence import Absence

ALIAS = "replica"
# Pages that are the same for everybody: a test compares them with what the views say.
PUBLIC = {
    *("home", "search", "suggestions", "sitemap", "sitemap_index"),
    *("catalog:item_list", "catalog:item_detail", "catalog:set_list", "catalog:set_detail"),
    *("catalog:season_list", "catalog:season_detail"),
    *("lore:index", "lore:search", "lore:page_detail", "lore:timeline", "lore:kind_list"),
    *("lore:letter_list", "lore:category_list", "lore:category_detail"),
}
NOW = "SELECT pg_current_wal_insert_lsn()::text"
REACHED = """
SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() >= %s::pg_lsn ELSE true END
"""
_is_read: ContextVar[bool] = ContextVar("replica_is_read", default=False)


class Router:
    """Reads go where the middleware says; writes and migrations only ever to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return ALIAS if _is_read.get() else "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, *objects: Any, **hints: Any) -> bool:
        return True  # it is one database

    def allow_migrate(self, db: str, *app: Any, **hints: Any) -> bool:
        return db == "default"


class Standing:
    """How far the replica must be before it may be read, and whether it is."""

    def __init__(self) -> None:
        self.absence = Absence("The replica", "the primary draws the pages")
        self.hears: Callable[[], bool] = lambda: False  # whether announcements reach us
        self._lock = threading.Lock()
        self._changes = 0  # announcements so far
        self._reached = -1  # the one the replica has come up to
        self._asked: tuple[int, str] = (-1, "")  # an announcement, and where the primary was then

    def changed(self) -> None:
        """Something was announced: whatever the replica shows may be of before."""
        with self._lock:
            self._changes += 1

    def is_up(self) -> bool:
        """Whether the replica answers and shows everything that was announced."""
        if not self.hears() or not self.absence.may_ask():
            return False
        changes = self._changes
        if self._reached == changes and not self.absence.reason:
            return True
        try:
            has_reached = _is_at(self._where(changes))
        except (DatabaseError, InterfaceError) as error:
            self.absence.did_not_answer(error)
            return False
        self.absence.answered()
        if has_reached:
            self._reached = changes
        return has_reached

    def _where(self, changes: int) -> str:
        """A place in the primary's log that is behind this announcement; asked for once."""
        if self._asked[0] != changes:
            with connections["default"].cursor() as cursor:
                cursor.execute(NOW)
                self._asked = changes, cursor.fetchone()[0]
        return self._asked[1]


standing = Standing()


def _is_at(place: str) -> bool:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(REACHED, [place])
        return cursor.fetchone()[0]


class ReplicaMiddleware:
    """Has public pages drawn from the replica, and again from the primary where that failed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if ALIAS not in connections:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            _is_read.set(False)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        match = request.resolver_match
        if request.method in {"GET", "HEAD"} and match and match.view_name in PUBLIC:
            _is_read.set(standing.is_up())

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if not (_is_read.get() and isinstance(error, OperationalError) and match):
            return None
        _is_read.set(False)
        standing.absence.did_not_answer(error)
        return match.func(request, *match.args, **match.kwargs)
