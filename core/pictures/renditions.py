"""The smaller pictures beside a picture: made by the worker, one after another, and counted."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import PurePath
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db.models import Q, QuerySet
from PIL import Image

from core.pictures.intake import BROKEN, encode
from core.pictures.models import FORMATS, Picture
from core.room import is_full

AVIF_QUALITY = 55  # looks like WebP at 82: docs/decisions/0008-renditions.md
AVIF_SPEED = 6
MOST_OF_A_REASON = 200
PICTURES = "pictures"  # the queue of this work, for operators who give it a worker of its own
AFTER_MAIL = -10  # its priority: nobody waits for a smaller picture as for a receipt
# One at a time, with whoever else holds this lock: a core stays free for those who visit.
LOCK = "pictures"


AnyPicture = TypeVar("AnyPicture", bound=Picture)


def make(image: Picture) -> None:
    """Write what is not made yet and say so on record; a failure leaves its reason and is raised.

    Records that share one file share its renditions.
    """
    try:
        with image.file.open("rb") as file, Image.open(file) as picture:
            for facts in _steps(image, picture.convert(_mode(picture))):
                _sharing(image).update(failure="", **facts)
    except FileNotFoundError:
        _sharing(image).update(failure="The file of the picture is not there.")
        raise
    except BROKEN as error:
        if is_full(error):
            raise  # the picture is well, and its turn comes again
        _sharing(image).update(failure=f"The file cannot be read: {error}"[:MOST_OF_A_REASON])
        raise


def waiting(pictures: QuerySet[AnyPicture]) -> QuerySet[AnyPicture]:
    """Those that lack a rendition, and did not fail."""
    return pictures.filter(Q(has_avif=False) | Q(made=0), failure="")


def make_waiting(pictures: QuerySet[AnyPicture]) -> list[AnyPicture]:
    """Make what each of `pictures` lacks, and return those that are whole now. One that fails has
    its reason on record and stops no other."""
    made = []
    for image in waiting(pictures).order_by("file", "pk").distinct("file"):
        if not image.is_whole:
            with suppress(*BROKEN):
                make(image)
                made.append(image)
    return made


def colour_of(picture: Image.Image) -> str:
    """The colour a picture has from afar, as #rrggbb: the mean of its pixels."""
    mean = picture.convert("RGB").resize((1, 1), Image.Resampling.BOX)
    return f"#{mean.tobytes().hex()}"


def _steps(image: Picture, picture: Image.Image) -> Iterator[dict[str, object]]:
    """Make each rendition; after each, what has become true of the record."""
    yield {"colour": colour_of(picture)}
    done = 0
    for format in FORMATS:
        for width in image.wanted_widths:
            done += 1
            if done > image.made:
                _write(image, image.rendition_name(width, format), _scaled(picture, width))
                yield {"made": done}
        yield {"widths": image.wanted_widths} if format == "webp" else {"has_avif": True}


def _write(image: Picture, name: str, picture: Image.Image) -> None:
    """What lies there under this name was not counted: it may be half of a picture."""
    storage = image.file.storage
    if name == image.file.name:
        return  # the demo's pictures are their own largest rendition
    storage.delete(name)
    encoded = ENCODERS[PurePath(name).suffix](picture)
    storage.save(name, ContentFile(encoded))


def _scaled(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _avif(picture: Image.Image) -> bytes:
    out = BytesIO()
    bare = {"exif": b"", "icc_profile": b"", "xmp": b""}
    # One thread: the worker draws while the same machine answers visitors.
    options = {"quality": AVIF_QUALITY, "speed": AVIF_SPEED, "max_threads": 1}
    picture.save(out, "AVIF", **options, **bare)
    return out.getvalue()


def _mode(picture: Image.Image) -> str:
    return "RGBA" if picture.has_transparency_data else "RGB"


def _sharing(image: Picture) -> QuerySet[Any]:
    records: QuerySet[Any] = type(image)._default_manager.all()
    return records.filter(file=str(image.file.name))


ENCODERS: dict[str, Callable[[Image.Image], bytes]] = {".webp": encode, ".avif": _avif}
