"""The demo's pictures: copied into media where they are not there yet, never drawn in a hurry."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage, storages
from PIL import Image

from catalog.models import Item, ItemFile, ItemImage
from core.pictures.intake import encode
from core.pictures.renditions import colour_of

ART = Path(__file__).parent / "art"
FULL = 1600
WIDTHS = [300, 600, 1200]
PLATE_WIDTHS = [300, 600]
PHONE = (720, 1560)  # 6:13, the shape of most phones; cut from the middle
CREDIT = "Ashes Club"


def add_pictures(item: Item, alt: str, is_pale: bool) -> None:
    """The renditions of a piece, as the pages ask for them."""
    for width in WIDTHS:
        _copy(item.slug, width, f"art/{item.slug}/{width}.webp")
    _image(item, f"art/{item.slug}", WIDTHS, alt, is_pale)


def add_plate(item: Item, plate: str, alt: str) -> None:
    """The plate of a record; several records share one."""
    for width in PLATE_WIDTHS:
        _copy(plate, width, f"art/{plate}/{width}.webp")
    _image(item, f"art/{plate}", PLATE_WIDTHS, alt, is_pale=False)


def add_downloads(item: Item) -> None:
    """What a buyer gets: the full picture, and a wallpaper cut from it."""
    master = _source(item.slug, FULL)
    _download(item, "Full picture", "full-picture.webp", (FULL, FULL), master.read_bytes)
    _download(item, "Phone wallpaper", "phone-wallpaper.webp", PHONE, lambda: _wallpaper(master))


def _source(name: str, width: int) -> Path:
    return ART / f"{name}-{width}.webp"


def _copy(name: str, width: int, path: str) -> None:
    _store(default_storage, path, _source(name, width).read_bytes)


def _image(item: Item, folder: str, widths: list[int], alt: str, is_pale: bool) -> None:
    largest = widths[-1]
    facts = {"alt": alt, "is_pale": is_pale, "credit": CREDIT, "width": largest, "height": largest}
    facts["colour"] = _colour(PurePosixPath(folder).name)
    # The renditions that come with the demo; what the worker makes later is not taken back.
    made = {"widths": widths, "made": len(widths)}
    path = f"{folder}/{largest}.webp"
    ItemImage.objects.update_or_create(
        item=item, file=path, defaults=facts, create_defaults=facts | made
    )


@cache
def _colour(name: str) -> str:
    with Image.open(_source(name, WIDTHS[0])) as picture:
        return colour_of(picture)


def _download(
    item: Item, label: str, name: str, size: tuple[int, int], read: Callable[[], bytes]
) -> None:
    path, private = f"pieces/{item.slug}/{name}", storages["private"]
    _store(private, path, read)
    facts = {"file": path, "format": "WebP", "size": private.size(path)}
    measures = {"width": size[0], "height": size[1]}
    ItemFile.objects.update_or_create(item=item, label=label, defaults=facts | measures)


def _store(storage: Storage, path: str, read: Callable[[], bytes]) -> None:
    if not storage.exists(path):
        storage.save(path, ContentFile(read()))


def _wallpaper(master: Path) -> bytes:
    with Image.open(BytesIO(master.read_bytes())) as picture:
        left, top = (FULL - PHONE[0]) // 2, (FULL - PHONE[1]) // 2
        cut = picture.crop((left, top, left + PHONE[0], top + PHONE[1]))
        # The first start waits for 52 of these: quick is worth more than small.
        return encode(cut, quality=86, effort=1)
