"""The page of a piece says everything a buyer needs, and nothing that is not so."""

from datetime import UTC, datetime

import pytest
from django.core.files.base import ContentFile

from catalog.models import ItemFile

pytestmark = pytest.mark.django_db


def page_of(client, item):
    return client.get(item.get_absolute_url()).text


def test_piece_shows_its_edition_its_number_and_its_fuse(client, make_item):
    page = page_of(client, make_item(edition_size=500, sold=188, next_serial=189))
    assert "<b>312</b> of 500 left" in page
    assert "Number 189 of 500" in page
    assert 'cx="37.6%"' in page


def test_piece_that_opens_later_says_when_by_the_servers_clock(client, make_item):
    page = page_of(client, make_item(opens_at=datetime(2036, 12, 12, 18, tzinfo=UTC)))
    assert "12 December 2036, 18:00 UTC" in page
    assert "Your copy would be" not in page
    assert "buybar" not in page


def test_taken_edition_says_so_without_dimming_the_picture(client, make_item):
    page = page_of(client, make_item(edition_size=25, sold=25))
    assert "All 25 taken" in page
    assert "data-out" in page


def test_open_edition_has_no_fuse(client, make_item):
    page = page_of(client, make_item(edition_size=None))
    assert "Open edition" in page
    assert 'class="fuse' not in page


def test_retired_piece_says_when(client, make_item):
    page = page_of(client, make_item(retired_at=datetime(2026, 9, 30, tzinfo=UTC), sold=4))
    assert "Retired 30 September 2026, with 4 taken" in page


def test_gallery_has_five_views_of_one_picture(client, make_item, give_picture):
    item = make_item()
    give_picture(item, alt="Three dark eggs.")
    page = page_of(client, item)
    assert page.count('name="view"') == 5
    assert 'alt="Three dark eggs."' in page
    assert 'fetchpriority="high"' in page
    assert f"/media/art/{item.slug}/600.webp 600w" in page


def test_provenance_names_maker_licence_and_rights_check(client, make_item):
    page = page_of(client, make_item(artist="The drawing room", year=2026, licence="Licence 1.0"))
    for words in ("The drawing room", "2026", "Licence 1.0", "by ash; nothing of Epic Games in it"):
        assert words in page


def test_download_lists_format_measures_version_and_size(client, make_item, settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path},
    }}  # fmt: skip
    item = make_item()
    ItemFile.objects.create(
        item=item, label="Full picture", file=ContentFile(b"x", "a.webp"), format="WebP",
        size=2_500_000, width=1600, height=1600, version=3,
    )  # fmt: skip
    page = page_of(client, item)
    assert "1600 × 1600 px" in page
    assert "<td>3</td>" in page
    assert "2.4\xa0MB" in page


def test_set_stands_in_a_tray_and_the_rest_of_it_below(client, make_item, clutch):
    item = make_item(item_set=clutch)
    make_item(name="Hearthsong", item_set=clutch)
    page = page_of(client, item)
    assert "The Clutch, 2 pieces" in page
    assert "More from this set" in page
    assert page.count("Hearthsong") == 2


def test_near_it_stands_what_is_of_its_shelf_and_kind(client, make_item, make_record):
    item = make_item(kind="wrap")
    make_item(name="Another wrap", kind="wrap")
    make_item(name="A spray", kind="spray")
    make_record(name="A recorded wrap", kind="wrap")
    page = page_of(client, item)
    assert "Another wrap" in page
    assert "A spray" not in page
    assert "A recorded wrap" not in page


def test_page_names_itself_to_other_sites(client, make_item, give_picture):
    item = make_item(name="The Brood")
    give_picture(item)
    page = page_of(client, item)
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/vault/{item.slug}/">' in page
    assert '<meta property="og:title" content="The Brood">' in page
    assert f'content="http://127.0.0.1:8000/media/art/{item.slug}/1200.webp"' in page
