"""Pictures from outside are checked, stripped and drawn anew, and refused with a sentence."""

import random
import struct
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from core.pictures import intake


def refused(name, data):
    with pytest.raises(ValidationError) as refusal:
        intake.clean(SimpleUploadedFile(name, data))
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
    clean = intake.clean(SimpleUploadedFile(name, picture_bytes(format, (64, 48))))
    with Image.open(clean) as picture:
        assert (picture.format, picture.size) == ("WEBP", (64, 48))


def test_camera_data_is_removed_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera with a name"
    out = BytesIO()
    Image.new("RGB", (64, 48)).save(out, "JPEG", exif=exif)
    clean = intake.clean(SimpleUploadedFile("a.jpg", out.getvalue()))
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


@pytest.mark.parametrize("size", [(20_000, 20_000), (20_000, 900), (900, 20_000)])
def test_picture_of_twenty_thousand_pixels_is_refused_with_a_sentence(size):
    assert refused("a.png", claiming(*size)).startswith("This picture has")


def test_picture_cut_short_is_refused(picture_bytes):
    assert "damaged" in refused("a.png", picture_bytes("PNG", (900, 900))[:400])


def test_very_heavy_file_is_refused(monkeypatch, picture_bytes):
    monkeypatch.setattr(intake, "MOST_BYTES", 10)
    assert "larger than" in refused("a.png", picture_bytes("PNG", (8, 8)))


def test_second_picture_behind_a_jpeg_is_no_reason_to_refuse_it():
    out = BytesIO()
    frame = Image.new("RGB", (64, 48))
    frame.save(out, "MPO", save_all=True, append_images=[frame])
    clean = intake.clean(SimpleUploadedFile("camera.jpg", out.getvalue()))
    with Image.open(clean) as picture:
        assert (picture.format, picture.size) == ("WEBP", (64, 48))


def test_colours_stay_what_the_pictures_own_profile_means():
    out = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    Image.new("RGB", (8, 8), (90, 30, 10)).save(out, "PNG", icc_profile=profile)
    clean = intake.clean(SimpleUploadedFile("a.png", out.getvalue()))
    with Image.open(clean) as picture:
        assert "icc_profile" not in picture.info


def test_picture_of_one_row_keeps_a_height():
    out = BytesIO()
    Image.new("RGB", (4000, 1)).save(out, "PNG")
    clean = intake.clean(SimpleUploadedFile("a.png", out.getvalue()))
    with Image.open(clean) as picture:
        assert picture.size == (4000, 1)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "AVIF"])
def test_broken_bytes_are_refused_with_a_sentence_and_never_an_error(format):
    chance, out = random.Random(8), BytesIO()
    Image.effect_noise((48, 32), 80).convert("RGB").save(out, format)
    name = f"a.{format.lower()}"
    for _ in range(60):
        broken = bytearray(out.getvalue())
        for _ in range(chance.choice([1, 3, 12])):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        with suppress(ValidationError):
            intake.clean(SimpleUploadedFile(name, bytes(broken)))
