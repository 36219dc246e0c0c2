"""Public pages are read from the replica where it shows what was announced, and else not at all.

tests/faults/test_replica.py does the same with a real one.
"""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver, resolve, reverse

from ashes_club import replica
from ashes_club.page_cache import is_public
from ashes_club.replica import PUBLIC, ReplicaMiddleware, Router, Standing
from catalog.models import Item
from tests.ashes_club.test_permissions import _names


@pytest.fixture
def standing(monkeypatch) -> Standing:
    """What a process knows that hears announcements; the primary is at 0/5, the replica at 0/5."""
    fresh = Standing()
    fresh.hears = lambda: True
    monkeypatch.setattr(replica, "standing", fresh)
    monkeypatch.setattr(fresh, "_where", lambda changes: "0/5")
    monkeypatch.setattr(replica, "_is_at", lambda place: True)
    return fresh


@pytest.fixture
def middleware(monkeypatch, standing) -> ReplicaMiddleware:
    monkeypatch.setattr(replica, "connections", {"default", "replica"})
    return ReplicaMiddleware(lambda request: _drawn(request))


def _drawn(request) -> HttpResponse:
    """The page, and where it was read from."""
    return HttpResponse(Router().db_for_read(Item))


def _ask(middleware, path: str, method: str = "get") -> str:
    request = getattr(RequestFactory(), method)(path)
    request.resolver_match = resolve(path)
    middleware.process_view(request)
    return middleware(request).content.decode()


def test_public_page_is_read_from_the_replica_and_nothing_else_is(middleware):
    assert _ask(middleware, "/vault/") == "replica"
    assert _ask(middleware, "/me/") == "default", "what is a visitor's own"
    assert _ask(middleware, "/bag/lines/", "post") == "default"
    assert Router().db_for_read(Item) == "default", "once the page is drawn"
    assert Router().db_for_write(Item) == "default"


def test_after_a_change_the_primary_is_read_until_the_replica_has_it(
    middleware, standing, monkeypatch
):
    monkeypatch.setattr(replica, "_is_at", lambda place: False)
    standing.changed()
    assert _ask(middleware, "/vault/") == "default"
    monkeypatch.setattr(replica, "_is_at", lambda place: True)
    assert _ask(middleware, "/vault/") == "replica"


def test_it_is_asked_once_for_each_change(standing, monkeypatch):
    asked = []
    monkeypatch.setattr(replica, "_is_at", lambda place: asked.append(place) or True)
    standing.changed()
    assert [standing.is_up() for _ in range(3)] == [True] * 3
    assert len(asked) == 1


def test_it_is_not_read_while_announcements_do_not_reach_us(standing):
    standing.hears = lambda: False
    assert not standing.is_up()


def test_replica_that_does_not_answer_is_not_asked_again_at_once(standing, monkeypatch):
    asked = []

    def away(place):
        asked.append(place)
        raise OperationalError("couldn't get a connection after 1.00 sec")

    monkeypatch.setattr(replica, "_is_at", away)
    assert [standing.is_up() for _ in range(5)] == [False] * 5
    assert len(asked) == 1


def test_page_that_broke_off_is_drawn_by_the_primary(middleware, standing, monkeypatch):
    request = RequestFactory().get("/vault/")
    request.resolver_match = resolve("/vault/")
    monkeypatch.setattr(request.resolver_match, "func", _drawn)
    middleware.process_view(request)
    answer = middleware.process_exception(request, OperationalError("terminating connection"))
    assert answer.content == b"default"
    assert not standing.is_up()


@pytest.mark.django_db
def test_pages_read_from_it_are_the_same_for_everybody(client, make_item):
    assert set(_names(get_resolver())) >= PUBLIC
    plain = [name for name in PUBLIC if not _wants_arguments(name)]
    assert len(plain) > 8
    for address in [*map(reverse, plain), make_item().get_absolute_url()]:
        assert is_public(client.get(address)), address


def _wants_arguments(name: str) -> bool:
    return not name.endswith(("_list", "_index", "home", "search", "timeline", "lore:index")) or (
        name in {"lore:kind_list", "lore:letter_list"}
    )
