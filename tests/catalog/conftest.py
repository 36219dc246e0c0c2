"""Pictures and sets for the catalogue's tests."""

from io import BytesIO

import pytest
from PIL import Image

from catalog.models import ItemImage, ItemSet


@pytest.fixture
def clutch(db):
    return ItemSet.objects.create(name="The Clutch", slug="clutch", story="Eggs. And fire. Both.")


@pytest.fixture
def media(settings, tmp_path):
    """Uploads of this test go into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "public"
    return tmp_path / "public"


@pytest.fixture
def give_picture():
    """A picture with its renditions on record; no file is needed to show its address."""

    def give(item, **fields):
        path = f"art/{item.slug}/1200.webp"
        given = {"width": 1200, "height": 1200, "widths": [300, 600, 1200], "alt": "An egg."}
        image = ItemImage(item=item, **given | fields)
        image.file.name = path
        image.save()
        return image

    return give


@pytest.fixture
def picture_bytes():
    """Encode a plain picture in a format Pillow knows."""

    def encode(format="PNG", size=(1600, 1600), **options):
        out = BytesIO()
        Image.new("RGB", size, (90, 30, 10)).save(out, format, **options)
        return out.getvalue()

    return encode
