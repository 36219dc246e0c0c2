"""Pictures that come from outside: checked, drawn anew without their metadata, and made small."""

from io import BytesIO
from pathlib import PurePath, PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from catalog.models import ItemImage

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_EDGE = 4096
WIDTHS = (300, 600, 1200)
EXTENSIONS = {
    "JPEG": {".jpg", ".jpeg"},
    "PNG": {".png"},
    "WEBP": {".webp"},
    "AVIF": {".avif"},
}


def clean(upload: UploadedFile) -> ContentFile:
    """The picture as WebP, upright, without EXIF; ValidationError with a sentence if it is none."""
    if (upload.size or 0) > MOST_BYTES:
        raise ValidationError("This picture is larger than 20 MB.")
    picture, extension = _open(upload), PurePath(upload.name or "").suffix.lower()
    if extension not in EXTENSIONS[str(picture.format)]:
        raise ValidationError(
            f"The name says {extension or 'nothing'}, but this is a {picture.format} file. "
            "Name it for what it is."
        )
    if picture.width * picture.height > MOST_PIXELS:
        raise ValidationError(
            f"This picture has {picture.width:,} by {picture.height:,} pixels; "
            "40 million are the most we take."
        )
    return ContentFile(_redrawn(picture), "picture.webp")


def make_renditions(image: ItemImage) -> None:
    """Write the renditions beside the picture and note their widths, in pixels, ascending."""
    storage, folder = image.file.storage, PurePosixPath(str(image.file.name)).parent
    with image.file.open("rb") as file, Image.open(file) as picture:
        widths = [width for width in WIDTHS if width <= picture.width]
        for width in widths:
            name = str(folder / f"{width}.webp")
            storage.delete(name)
            storage.save(name, ContentFile(_scaled(picture, width)))
    image.widths = widths
    image.save(update_fields=["widths"])


def encode(picture: Image.Image, quality: int = 82, effort: int = 4) -> bytes:
    """WebP bytes of a picture, with nothing else in them; `effort` 0 is quick, 6 is small."""
    out = BytesIO()
    bare = {"exif": b"", "icc_profile": b"", "xmp": b""}
    picture.save(out, "WEBP", quality=quality, method=effort, **bare)
    return out.getvalue()


def _open(upload: UploadedFile) -> Image.Image:
    try:
        return Image.open(upload, formats=list(EXTENSIONS))
    except Image.DecompressionBombError as error:
        raise ValidationError("This picture has far more pixels than we take.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This is not a JPEG, PNG, WebP or AVIF picture.") from error


def _redrawn(picture: Image.Image) -> bytes:
    try:
        upright = ImageOps.exif_transpose(picture)
        mode = "RGBA" if upright.has_transparency_data else "RGB"
        upright = upright.convert(mode)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This picture is damaged or not whole.") from error
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    return encode(upright, quality=90)


def _scaled(picture: Image.Image, width: int) -> bytes:
    height = round(picture.height * width / picture.width)
    return encode(picture.resize((width, height), Image.Resampling.LANCZOS))
