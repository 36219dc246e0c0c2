"""Public pages come from memory, whole and fresh; everything else never does."""

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.cache import patch_cache_control, patch_vary_headers

from ashes_club import codings, page_cache
from ashes_club.away import answer_away
from ashes_club.page_cache import PageCacheMiddleware


class Club:
    """A middleware over a view that counts how often it draws."""

    def __init__(self, make_response):
        self.drawn = 0
        self.make_response = make_response
        self.middleware = PageCacheMiddleware(self._draw)
        self.middleware.listener.is_listening = lambda: True

    def _draw(self, request):
        self.drawn += 1
        return self.make_response(request, self.drawn)

    def get(self, path="/vault/", **headers):
        return self.middleware(RequestFactory().get(path, headers=headers))


def public(request, drawn):
    response = HttpResponse(f"page {drawn}")
    patch_cache_control(response, public=True)
    return response


@pytest.fixture(autouse=True)
def _caching(settings):
    settings.PAGE_CACHE = True


def test_public_page_is_drawn_once():
    club = Club(public)
    assert [club.get().content for _ in range(3)] == [b"page 1"] * 3


def test_addresses_are_kept_apart():
    club = Club(public)
    assert club.get("/vault/?rarity=epic").content != club.get("/vault/").content


def test_hosts_are_kept_apart():
    club = Club(public)
    assert club.get(host="a.example").content != club.get(host="b.example").content


def test_public_page_says_how_long_it_may_be_held():
    response = Club(public).get()
    assert response["Cache-Control"] == page_cache.CACHE_CONTROL
    assert response["ETag"]


def test_known_etag_gets_an_empty_304():
    club = Club(public)
    etag = club.get()["ETag"]
    again = club.get(if_none_match=etag)
    assert (again.status_code, again.content) == (304, b"")


def test_known_etag_gets_a_304_for_a_page_drawn_anew_too():
    etag = Club(public).get()["ETag"]
    response = Club(public).get(if_none_match=etag)
    assert (response.status_code, response.content) == (304, b"")


def test_unmarked_page_is_drawn_each_time_and_kept_by_nobody():
    club = Club(lambda request, drawn: HttpResponse(f"page {drawn}"))
    assert club.get().content != club.get().content
    assert club.get()["Cache-Control"] == "private, no-cache"


def test_page_that_sets_a_cookie_is_not_kept():
    def with_cookie(request, drawn):
        response = public(request, drawn)
        response.set_cookie("sessionid", "mira's")
        return response

    club = Club(with_cookie)
    assert club.get().content != club.get().content


def test_page_that_read_the_session_is_not_kept():
    def varying(request, drawn):
        response = public(request, drawn)
        patch_vary_headers(response, ["Cookie"])
        return response

    club = Club(varying)
    assert club.get().content != club.get().content


def test_error_is_not_kept():
    def missing(request, drawn):
        response = public(request, drawn)
        response.status_code = 404
        return response

    club = Club(missing)
    club.get()
    club.get()
    assert club.drawn == 2


def test_announced_change_retires_every_page():
    club = Club(public)
    club.get()
    club.middleware.store.clear()
    assert club.get().content == b"page 2"


def test_page_drawn_while_the_data_changed_is_not_kept():
    def changing(request, drawn):
        if drawn == 1:
            club.middleware.store.clear()
        return public(request, drawn)

    club = Club(changing)
    club.get()
    assert club.get().content == b"page 2"


def test_nothing_is_served_from_memory_while_announcements_cannot_be_heard():
    club = Club(public)
    club.get()
    club.middleware.listener.is_listening = lambda: False
    assert club.get().content == b"page 2"


def test_page_grows_old_after_a_minute(monkeypatch):
    monkeypatch.setattr(page_cache, "LIFETIME", 0)
    club = Club(public)
    club.get()
    assert club.get().content == b"page 2"


def test_memory_is_bounded_in_bytes(monkeypatch):
    monkeypatch.setattr(page_cache, "ROOM_FOR", 3_300)
    club = Club(public)
    for number in range(10):
        club.get(f"/vault/{number}/")
    assert len(club.middleware.store) == 3
    assert club.middleware.store.weight <= 3_300


def test_page_larger_than_the_whole_memory_is_drawn_each_time(monkeypatch):
    monkeypatch.setattr(page_cache, "ROOM_FOR", 100)
    club = Club(public)
    assert club.get().content != club.get().content


def test_stranger_who_asks_for_addresses_of_their_own_pushes_out_nothing_that_is_read(monkeypatch):
    monkeypatch.setattr(page_cache, "ROOM_FOR", 4_400)
    club = Club(public)
    for number in range(10):
        club.get(f"/vault/?x={number}")
        club.get("/vault/")
    assert club.get("/vault/").content == b"page 2"


def test_page_as_it_last_was_is_shown_while_the_database_is_away(monkeypatch):
    monkeypatch.setattr(page_cache, "LIFETIME", 0)
    club = Club(lambda request, drawn: public(request, drawn) if drawn == 1 else answer_away())
    club.get()
    club.middleware.listener.is_listening = lambda: False
    assert (club.get().status_code, club.get().content) == (200, b"page 1")
    assert club.get("/lore/").status_code == 503


def test_post_is_never_answered_from_memory():
    club = Club(public)
    club.get()
    club.middleware(RequestFactory().post("/vault/"))
    assert club.drawn == 2


def long(request, drawn):
    response = HttpResponse(f"page {drawn} " + "ash " * 400)
    patch_cache_control(response, public=True)
    return response


@pytest.mark.parametrize(
    ("coding", "open_up"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_pressed_page_is_the_plain_page(coding, open_up):
    club = Club(long)
    pressed = club.get(accept_encoding=f"deflate, {coding}")
    assert pressed["Content-Encoding"] == coding
    assert pressed["Content-Length"] == str(len(pressed.content))
    assert open_up(pressed.content) == club.get().content
    assert club.drawn == 1


def test_page_is_pressed_once_for_all_who_ask(monkeypatch):
    pressed = []
    monkeypatch.setattr(codings, "press", lambda body, coding: pressed.append(coding) or b"-")
    club = Club(long)
    for _ in range(3):
        club.get(accept_encoding="br")
    assert pressed == ["br"]


def test_nothing_is_pressed_that_nobody_asked_for_or_that_is_not_kept(monkeypatch):
    monkeypatch.setattr(codings, "press", lambda body, coding: pytest.fail("pressed"))
    club = Club(long)
    club.get()
    club.middleware.listener.is_listening = lambda: False
    assert not club.get(accept_encoding="br").has_header("Content-Encoding")


def test_page_cache_that_is_off_presses_nothing(settings, monkeypatch):
    settings.PAGE_CACHE = False
    monkeypatch.setattr(codings, "press", lambda body, coding: pytest.fail("pressed"))
    assert not Club(long).get(accept_encoding="br").has_header("Content-Encoding")


def test_short_pages_and_pictures_travel_as_they_are():
    def picture(request, drawn):
        response = long(request, drawn)
        response["Content-Type"] = "image/webp"
        return response

    for view in (public, picture):
        assert not Club(view).get(accept_encoding="br").has_header("Content-Encoding")


def test_each_coding_has_an_etag_of_its_own():
    club = Club(long)
    tags = {club.get(accept_encoding=coding)["ETag"] for coding in ("", "gzip", "br")}
    assert len(tags) == 3


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_etag_of_a_coding_gets_a_304_for_that_coding(coding):
    club = Club(long)
    etag = club.get(accept_encoding=coding)["ETag"]
    again = club.get(accept_encoding=coding, if_none_match=etag)
    assert (again.status_code, again["ETag"]) == (304, etag)


def test_etag_of_one_coding_is_not_known_for_another():
    club = Club(long)
    etag = club.get(accept_encoding="br")["ETag"]
    assert club.get(accept_encoding="gzip", if_none_match=etag).status_code == 200


def test_page_that_a_proxy_pressed_by_itself_is_still_known():
    club = Club(long)
    etag = club.get()["ETag"]
    assert club.get(accept_encoding="gzip", if_none_match=f"W/{etag}").status_code == 304


def test_every_answer_says_that_it_varies_on_the_coding():
    club = Club(long)
    etag = club.get()["ETag"]
    for response in (club.get(), club.get(accept_encoding="br"), club.get(if_none_match=etag)):
        assert response["Vary"] == "Accept-Encoding"


def test_our_proxy_may_keep_a_page_until_this_very_second_ends(monkeypatch):
    club = Club(long)
    monkeypatch.setattr(page_cache.time, "time", lambda: 1_764_143_000.9)
    etag = club.get()["ETag"]
    monkeypatch.setattr(page_cache.time, "time", lambda: 1_764_143_007.1)
    for response in (club.get(), club.get(accept_encoding="br"), club.get(if_none_match=etag)):
        assert response["X-Accel-Expires"] == "@1764143007"


def test_private_page_tells_our_proxy_nothing():
    club = Club(lambda request, drawn: HttpResponse("hers"))
    assert not club.get().has_header("X-Accel-Expires")


def test_page_that_called_itself_public_but_is_somebodys_is_said_to_be_private():
    def varying(request, drawn):
        response = public(request, drawn)
        patch_vary_headers(response, ["Cookie"])
        return response

    def with_cookie(request, drawn):
        response = public(request, drawn)
        response.set_cookie("sessionid", "mira's")
        return response

    for view in (varying, with_cookie):
        assert Club(view).get()["Cache-Control"] == "private, no-cache"
