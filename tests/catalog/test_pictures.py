"""Pictures from outside are checked, stripped and drawn anew, and refused with a sentence."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from catalog import pictures
from catalog.models import ItemImage
from catalog.tasks import render_picture


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def refused(name, data):
    with pytest.raises(ValidationError) as refusal:
        pictures.clean(SimpleUploadedFile(name, data))
    return refusal.value.message


def claiming(width, height):
    """A PNG of a few bytes that claims to be very large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    whole = struct.pack(">I", len(head)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return b"\x89PNG\r\n\x1a\n" + whole + struct.pack(">I", 0) + b"IDAT\x35\xaf\x06\x1e"


@pytest.mark.parametrize(
    ("format", "name"),
    [("PNG", "a.png"), ("JPEG", "a.JPG"), ("WEBP", "a.webp"), ("AVIF", "a.avif")],
)
def test_picture_is_drawn_anew_as_webp(picture_bytes, format, name):
    clean = pictures.clean(SimpleUploadedFile(name, picture_bytes(format, (64, 48))))
    with Image.open(clean) as picture:
        assert (picture.format, picture.size) == ("WEBP", (64, 48))


def test_camera_data_is_removed_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera with a name"
    out = BytesIO()
    Image.new("RGB", (64, 48)).save(out, "JPEG", exif=exif)
    clean = pictures.clean(SimpleUploadedFile("a.jpg", out.getvalue()))
    assert b"A camera" not in clean.read()
    with Image.open(clean) as picture:
        assert picture.size == (48, 64)
        assert not picture.getexif()


def test_lying_extension_is_refused(picture_bytes):
    assert "this is a PNG file" in refused("photo.jpg", picture_bytes("PNG", (8, 8)))


def test_page_that_calls_itself_a_picture_is_refused():
    assert "not a JPEG" in refused("a.png", b"<svg><script>alert(1)</script></svg>")


def test_pixel_bomb_is_refused_before_it_is_unpacked():
    assert "40 million" in refused("a.png", claiming(9_000, 9_000))
    assert "far more pixels" in refused("a.png", claiming(60_000, 60_000))


def test_picture_cut_short_is_refused(picture_bytes):
    assert "damaged" in refused("a.png", picture_bytes("PNG", (900, 900))[:400])


def test_very_heavy_file_is_refused(monkeypatch, picture_bytes):
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    assert "larger than" in refused("a.png", picture_bytes("PNG", (8, 8)))


@pytest.mark.django_db
def test_task_writes_the_renditions_that_fit_and_notes_their_widths(
    media, make_item, picture_bytes
):
    file = ContentFile(picture_bytes("WEBP", (900, 450)), "picture.webp")
    image = ItemImage.objects.create(item=make_item(), file=file, alt="A flame.")
    render_picture(image_id=image.pk)
    image.refresh_from_db()
    assert image.widths == [300, 600]
    folder = (media / image.file.name).parent
    with Image.open(folder / "300.webp") as small:
        assert small.size == (300, 150)


@pytest.mark.django_db
def test_task_for_a_deleted_picture_does_nothing():
    render_picture(image_id=404)
