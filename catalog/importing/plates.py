"""New records get a plate of the club's: one of those that hang already, always the same."""

import hashlib
from copy import copy

from catalog.models import Item, ItemImage


def hang(items: list[Item], plates: list[ItemImage]) -> None:
    """Give each record a picture that is a copy of one of `plates`; without plates, none."""
    if plates:
        ItemImage.objects.bulk_create(_hung(_chosen(item.slug, plates), item) for item in items)


def plates_at_hand() -> list[ItemImage]:
    """One picture of each plate that is shown somewhere."""
    of_plates = ItemImage.objects.filter(file__startswith="art/plate-")
    return list(of_plates.order_by("file", "pk").distinct("file"))


def _chosen(slug: str, plates: list[ItemImage]) -> ItemImage:
    digest = hashlib.sha256(slug.encode()).digest()
    return plates[int.from_bytes(digest[:8], "big") % len(plates)]


def _hung(plate: ItemImage, item: Item) -> ItemImage:
    image = copy(plate)
    image.pk, image.item, image._state.adding = None, item, True
    return image
