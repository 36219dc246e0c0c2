"""Pictures that come from outside: checked, drawn anew without their metadata, and made small."""

import struct
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_A_SIDE = 12_000
LONGEST_EDGE = 4096
PORTRAIT = 384  # pixels: it is shown at 192 at most, on fine screens
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]
EXTENSIONS = {
    "JPEG": {".jpg", ".jpeg"},
    "MPO": {".jpg", ".jpeg"},  # a JPEG with a second one behind it, as many cameras write
    "PNG": {".png"},
    "WEBP": {".webp"},
    "AVIF": {".avif"},
}
# What Pillow raises on files that only look like pictures.
BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, RuntimeError, struct.error)


def clean(upload: UploadedFile) -> ContentFile:
    """The picture as WebP, upright, without EXIF; ValidationError with a sentence if it is none."""
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError("This picture is larger than 20 MB.")
    picture = _open(upload)
    _refuse_other_name(picture, PurePath(upload.name or "").suffix.lower())
    _refuse_too_large(picture)
    return ContentFile(_redrawn(picture), "picture.webp")


def portrait(content: ContentFile) -> ContentFile:
    """The middle of a picture that was taken in, as a small square."""
    with Image.open(content) as picture:
        square = ImageOps.fit(picture, (PORTRAIT, PORTRAIT))
    return ContentFile(encode(square, quality=86), "picture.webp")


def encode(picture: Image.Image, quality: int = 82, effort: int = 4) -> bytes:
    """WebP bytes of a picture, with nothing else in them; `effort` 0 is quick, 6 is small."""
    out = BytesIO()
    bare = {"exif": b"", "icc_profile": b"", "xmp": b""}
    picture.save(out, "WEBP", quality=quality, method=effort, **bare)
    return out.getvalue()


def _open(upload: UploadedFile) -> Image.Image:
    try:
        return Image.open(upload, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise ValidationError("This picture has far more pixels than we take.") from error
    except BROKEN as error:
        raise ValidationError("This is not a JPEG, PNG, WebP or AVIF picture.") from error


def _refuse_other_name(picture: Image.Image, extension: str) -> None:
    if extension not in EXTENSIONS[str(picture.format)]:
        kind = "JPEG" if picture.format == "MPO" else picture.format
        raise ValidationError(
            f"The name says {extension or 'nothing'}, but this is a {kind} file. "
            "Name it for what it is."
        )


def _refuse_too_large(picture: Image.Image) -> None:
    measures = f"This picture has {picture.width:,} by {picture.height:,} pixels; "
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(measures + "40 million are the most we take.")
    if max(picture.size) > MOST_A_SIDE:
        raise ValidationError(measures + "12,000 a side are the most we take.")


def _redrawn(picture: Image.Image) -> bytes:
    try:
        upright = ImageOps.exif_transpose(picture)
        mode = "RGBA" if upright.has_transparency_data else "RGB"
        upright = _in_srgb(upright, mode)
    except BROKEN as error:
        raise ValidationError("This picture is damaged or not whole.") from error
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    return encode(upright, quality=90)


def _in_srgb(picture: Image.Image, mode: str) -> Image.Image:
    """In `mode`, its colours as its own profile means them; a profile we cannot read is ignored."""
    profile, plain = picture.info.get("icc_profile"), picture.convert(mode)
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return plain
    try:
        own, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(plain, own, srgb) or plain
    except (ImageCms.PyCMSError, OSError):
        return plain
