"""Sets: a tray each, and a page with cover, story and pieces."""

import pytest

from catalog.models import ItemSet

pytestmark = pytest.mark.django_db


def test_set_without_a_piece_is_not_shown(client, clutch):
    assert "The Clutch" not in client.get("/sets/").text
    assert client.get("/sets/clutch/").status_code == 404


def test_sets_stand_as_trays(client, clutch, make_item, give_picture):
    give_picture(make_item(name="Slow Burn", item_set=clutch))
    page = client.get("/sets/").text
    assert 'data-of="1"' in page
    assert 'alt="Slow Burn"' in page


def test_set_page_shows_cover_story_and_pieces_in_the_order_of_the_book(
    client, clutch, make_item, give_picture
):
    make_item(name="Later", accession=20, item_set=clutch)
    lead = make_item(name="Earlier", accession=10, item_set=clutch)
    give_picture(lead)
    ItemSet.objects.update(lead=lead)
    page = client.get("/sets/clutch/").text
    assert "Eggs. And fire. Both." in page
    assert f"/media/art/{lead.slug}/1200.webp" in page
    assert page.index(">Earlier<") < page.index(">Later<")
