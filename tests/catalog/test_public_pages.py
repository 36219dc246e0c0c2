"""Public pages are the same for everyone, and cost the same however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


@pytest.fixture
def fill(make_item, make_record, clutch, give_picture):
    def make(count):
        for _ in range(count):
            give_picture(make_item(item_set=clutch))
            give_picture(make_record(game_set="Lava Legends"))

    make(2)
    return make


def statements(client, url):
    client.get(url)  # what is remembered between pages is remembered now
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/vault/", 6),
        ("/vault/?q=piece&rarity=rare&kind=wrap&set=clutch&availability=left&price_max=90", 6),
        ("/sets/", 4),
        ("/sets/clutch/", 4),
    ],
)
def test_list_costs_the_same_however_long_it_is(client, fill, url, most):
    fill(6)
    few = statements(client, url)
    fill(12)
    assert statements(client, url) == few <= most


@pytest.mark.parametrize("url", ["/vault/piece-1/", "/vault/record-1/"])
def test_item_costs_the_same_however_large_its_set_is(client, fill, url):
    few = statements(client, url)
    fill(12)
    assert statements(client, url) == few <= 12


@pytest.mark.parametrize(
    "url",
    [
        "/vault/",
        "/vault/?q=piece",
        "/vault/piece-1/",
        "/vault/record-1/",
        "/sets/",
        "/sets/clutch/",
    ],
)
def test_page_sets_no_cookie_and_is_the_same_for_a_member(client, fill, mira, url):
    stranger = client.get(url)
    client.force_login(mira)
    member = client.get(url)
    assert not stranger.cookies
    assert "Cookie" not in stranger.get("Vary", "")
    assert "public" in stranger["Cache-Control"]
    assert stranger.content == member.content
    assert "csrf" not in stranger.text


@pytest.mark.parametrize("url", ["/vault/", "/vault/piece-1/", "/vault/record-1/", "/sets/clutch/"])
def test_page_needs_nothing_inline(client, fill, url):
    page = client.get(url).text
    assert " style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize("url", ["/vault/", "/sets/"])
def test_page_is_read_only(client, fill, url):
    assert client.post(url).status_code == 405


def test_every_picture_has_its_measures(client, fill):
    page = client.get("/vault/").text
    pictures = [part.split(">")[0] for part in page.split("<img ")[1:]]
    assert pictures
    assert all("width=" in one and "height=" in one and "alt=" in one for one in pictures)
    assert sum('fetchpriority="high"' in one for one in pictures) == 1
