"""The demo's catalogue: whole, lawful, and the same after a second load."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from PIL import Image

from catalog.demo import files, load
from catalog.models import Item, ItemFile, ItemImage, ItemSet, Season

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelves(settings, tmp_path, monkeypatch):
    """Media in a folder of the test, and one small picture in the place of every render."""
    settings.MEDIA_ROOT = tmp_path / "public"
    settings.STORAGES = {**settings.STORAGES, "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "private"},
    }}  # fmt: skip
    render = tmp_path / "render.webp"
    Image.new("RGB", (files.FULL, files.FULL)).save(render)
    monkeypatch.setattr(files, "_source", lambda name, width: render)
    monkeypatch.setattr(files, "_wallpaper", lambda master: b"a wallpaper")


def state():
    tables = (Season, ItemSet, Item, ItemImage, ItemFile)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_second_load_changes_nothing(ash, shelves):
    load(lambda step: None)
    first = state()
    load(lambda step: None)
    assert state() == first


def test_demo_fills_both_shelves(ash, shelves):
    steps = []
    load(steps.append)
    assert Item.objects.entered().originals().count() >= 48
    assert Item.objects.entered().archive().count() >= 200
    assert ItemSet.objects.exclude(lead=None).count() >= 8
    assert Season.objects.count() == 41
    assert not Item.objects.filter(images=None).exists()
    assert not Item.objects.originals().filter(files=None).exists()
    assert len(steps) > 50


def test_every_record_says_what_it_is_in_words_of_the_house(ash, shelves):
    load(lambda step: None)
    for item in Item.objects.all():
        item.full_clean(exclude=["images"])


def test_bought_copies_are_left_alone(ash, shelves):
    load(lambda step: None)
    Item.objects.filter(slug="brood").update(sold=188, next_serial=189)
    load(lambda step: None)
    brood = Item.objects.get(slug="brood")
    assert (brood.sold, brood.next_serial, brood.left) == (188, 189, 312)


def test_downloads_lie_in_private(ash, shelves):
    load(lambda step: None)
    full = ItemFile.objects.get(item__slug="brood", label="Full picture")
    assert storages["private"].exists(full.file.name)
    assert (full.width, full.height, full.format) == (1600, 1600, "WebP")
    assert full.size == storages["private"].size(full.file.name)


def test_wallpaper_is_cut_from_the_middle_in_the_shape_of_a_phone(tmp_path):
    master = tmp_path / "master.webp"
    Image.new("RGB", (files.FULL, files.FULL), (200, 80, 20)).save(master)
    with Image.open(BytesIO(files._wallpaper(master))) as wallpaper:
        assert wallpaper.size == files.PHONE


def test_every_picture_the_demo_names_is_in_its_folder(ash, shelves):
    load(lambda step: None)
    art = Path(files.__file__).parent / "art"
    for item in Item.objects.originals():
        for width in [*files.WIDTHS, files.FULL]:
            assert (art / f"{item.slug}-{width}.webp").exists(), item.slug
    for path in ItemImage.objects.filter(item__shelf="archive").values_list("file", flat=True):
        plate = Path(path).parent.name
        for width in files.PLATE_WIDTHS:
            assert (art / f"{plate}-{width}.webp").exists(), plate
