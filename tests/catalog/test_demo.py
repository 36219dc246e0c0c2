"""The demo's catalogue: whole, lawful, and the same after a second load."""

from io import BytesIO

import pytest
from django.core.files.storage import storages
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

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
    # What buyers did since then is no business of the demo.
    Item.objects.filter(slug="three-sleepers").update(sold=188, next_serial=189)
    first = state()
    load(lambda step: None)
    assert state() == first


def test_demo_fills_both_shelves_and_its_facts_are_in_order(ash, shelves):
    steps = []
    load(steps.append)
    assert Item.objects.entered().originals().count() >= 48
    assert Item.objects.entered().archive().count() >= 200
    assert ItemSet.objects.exclude(lead=None).count() >= 8
    assert Season.objects.count() == 41
    assert not Item.objects.filter(images=None).exists()
    assert len(steps) > 5
    assert not ItemImage.objects.filter(colour="").exists()
    for item in Item.objects.all():
        item.full_clean()
    full = ItemFile.objects.get(item__slug="three-sleepers", label="Full picture")
    assert full.size == storages["private"].size(full.file.name) > 0
    assert (full.width, full.height, full.format) == (1600, 1600, "WebP")


def test_load_leaves_the_work_on_pictures_to_the_worker(ash, shelves):
    load(lambda step: None)
    assert not ItemImage.objects.filter(has_avif=True).exists()
    assert ProcrastinateJob.objects.get().task_name == "catalog.tasks.render_waiting"


def test_second_load_takes_back_no_rendition(ash, shelves):
    load(lambda step: None)
    ItemImage.objects.update(has_avif=True, made=6)
    load(lambda step: None)
    assert not ItemImage.objects.filter(has_avif=False).exists()


def test_wallpaper_is_cut_from_the_middle_in_the_shape_of_a_phone(tmp_path):
    master = tmp_path / "master.webp"
    Image.new("RGB", (files.FULL, files.FULL), (200, 80, 20)).save(master)
    with Image.open(BytesIO(files._wallpaper(master))) as wallpaper:
        assert wallpaper.size == files.PHONE
