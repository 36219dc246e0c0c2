"""Pieces of pages are drawn once, and never outlive what they show."""

from datetime import date

import pytest
from django.core.cache import caches
from django.template import Context, Template

from ashes_club.announcements import Listener
from ashes_club.pieces import memory
from catalog.models import Item, ItemFile, Season
from lore.models import Claim, Page, Status

KEPT = '{% load cache %}{% cache None piece key using="pieces" %}{{ shown }}{% endcache %}'


@pytest.fixture(autouse=True)
def _open(settings, monkeypatch):
    settings.PIECES = True
    monkeypatch.setattr(caches["pieces"], "is_open", True)
    monkeypatch.setattr(Listener, "is_listening", lambda self: True)
    memory.clear()
    yield
    memory.clear()


@pytest.fixture
def pieces():
    cache = caches["pieces"]
    cache.close()
    return cache


@pytest.fixture
def ember_page(kael):
    return Page.objects.create(
        title="Emberborn",
        slug="emberborn",
        kind="event",
        status=Status.PUBLISHED,
        author=kael,
        standfirst="An old tale.",
    )


def test_piece_is_drawn_once(pieces):
    drawn = iter(["first", "second"])
    assert [pieces.get_or_set("lot", lambda: next(drawn)) for _ in range(3)] == ["first"] * 3


def test_template_keeps_a_piece_for_each_key(pieces):
    def draw(key, shown):
        return Template(KEPT).render(Context({"key": key, "shown": shown}))

    assert [draw("a", 1), draw("a", 2), draw("b", 3)] == ["1", "1", "3"]


def test_announced_change_retires_every_piece(pieces):
    pieces.set("lot", "before")
    pieces.get("lot")
    memory.clear()
    assert pieces.get("lot") is None


def test_piece_drawn_from_what_was_read_before_a_change_is_not_kept(pieces):
    pieces.get("lot")  # a request begins
    memory.clear()  # and the data changes while it draws
    pieces.set("lot", "before")
    assert pieces.get("lot") is None
    pieces.close()  # the next request
    assert pieces.get_or_set("lot", "after") == pieces.get("lot") == "after"


def test_nothing_is_kept_while_announcements_cannot_be_heard(pieces):
    pieces.get_or_set("lot", "kept")
    pieces.is_open = False
    assert pieces.get("lot") is None
    assert pieces.get_or_set("lot", "drawn anew") == "drawn anew"


def test_piece_grows_old(pieces, monkeypatch):
    monkeypatch.setattr("ashes_club.pieces.LIFETIME", 0)
    pieces.get("lot")
    pieces.set("lot", "old")
    pieces.set("mast", "for good", None)
    assert (pieces.get("lot"), pieces.get("mast")) == (None, "for good")


# No announcement reaches a test's own transaction: what these see they see by the versions of rows.
@pytest.mark.django_db
def test_stock_and_price_of_an_item_are_read_at_each_request(client, make_item):
    make_item(name="Cinder", slug="cinder", edition_size=10, price_cents=1200)
    assert "<b>10</b> of 10 left" in client.get("/vault/cinder/").text
    Item.objects.update(sold=3, price_cents=1500)
    page = client.get("/vault/cinder/").text
    assert "<b>7</b> of 10 left" in page
    assert "€15" in page


@pytest.mark.django_db
def test_cards_of_a_list_are_read_at_each_request(client, make_item):
    make_item(name="Cinder", edition_size=10)
    assert "10 of 10 left" in client.get("/vault/").text
    Item.objects.update(sold=3)
    assert "7 of 10 left" in client.get("/vault/").text


@pytest.mark.django_db
def test_warm_list_and_warm_item_cost_one_statement(client, make_item, django_assert_num_queries):
    make_item(slug="cinder")
    for url in ("/vault/?rarity=rare", "/vault/cinder/"):
        before = client.get(url).content
        with django_assert_num_queries(1):
            assert client.get(url).content == before


@pytest.mark.django_db
def test_what_stands_around_an_item_follows_an_announcement(client, make_item):
    item = make_item(slug="cinder")
    client.get("/vault/cinder/")
    ItemFile.objects.create(item=item, label="Full picture", file="a.webp", format="WebP", size=1)
    memory.clear()
    assert "Full picture" in client.get("/vault/cinder/").text


@pytest.mark.django_db
def test_what_is_gone_or_not_yet_entered_is_not_found(client, make_item):
    item = make_item(slug="cinder")
    client.get("/vault/cinder/")
    Item.objects.update(entered_on=None, opens_at=None)
    assert client.get("/vault/cinder/").status_code == 404
    item.delete()
    assert client.get("/vault/cinder/").status_code == 404


@pytest.mark.django_db
def test_article_is_drawn_again_as_soon_as_its_page_is_changed(client, ember_page):
    assert "An old tale." in client.get("/lore/emberborn/").text
    Page.objects.update(standfirst="A new tale.")
    assert "A new tale." in client.get("/lore/emberborn/").text
    Page.objects.update(status=Status.DRAFT)
    assert client.get("/lore/emberborn/").status_code == 404


@pytest.mark.django_db
def test_warm_article_costs_one_statement(client, ember_page, django_assert_num_queries):
    before = client.get("/lore/emberborn/").content
    with django_assert_num_queries(1):
        assert client.get("/lore/emberborn/").content == before


@pytest.mark.django_db
def test_nothing_that_was_opened_for_a_reader_is_a_piece_of_a_plain_page(
    client, ember_page, make_item
):
    season = Season.objects.create(number=1, code="C1S1", chapter=1, label="Season 1")
    make_item(slug="cinder")
    ember_page.items.set(Item.objects.all())
    Claim.objects.create(
        page=ember_page,
        text="It hatched twice.",
        grade="canon",
        as_of=date(2026, 1, 1),
        gate=season,
    )
    for plain in ("/lore/emberborn/", "/vault/cinder/"):
        assert "hatched twice" in client.get(f"/as-read/c1s1{plain}").text
        assert "hatched twice" not in client.get(plain).text
        assert "hatched twice" in client.get(f"/as-read/c1s1{plain}").text
