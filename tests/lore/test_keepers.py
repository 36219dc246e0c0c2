"""A keeper's page: who they are, since when, and what they keep."""

from datetime import date

import pytest

pytestmark = pytest.mark.django_db


def test_keeper_stands_with_bio_shelf_pages_and_since_when(client, kael, make_page):
    kael.bio, kael.shelf = "Counts stones.", "keeper of places"
    kael.save()
    make_page("The Volcano", written_on=date(2026, 3, 3))
    make_page("Loot Lake", written_on=date(2026, 2, 1))
    make_page("The Draft", status="draft", written_on=date(2025, 1, 1))
    page = client.get("/lore/keepers/kael/").text
    assert "Counts stones." in page
    assert "Keeper of places since February 2026. 2 articles." in page
    assert "The Draft" not in page


def test_keeper_with_a_picture_is_shown_with_it(client, kael, make_page):
    make_page()
    kael.picture.name = "keepers/kael.webp"
    kael.save()
    page = client.get("/lore/keepers/kael/").text
    assert '<img class="sig" src="/media/keepers/kael.webp" width="96" height="96" alt="">' in page


def test_nobody_is_a_keeper_without_a_page_that_can_be_read(client, kael, make_page):
    make_page(status="draft")
    assert client.get("/lore/keepers/kael/").status_code == 404
