"""The catalogue's tables: what other apps may import of it."""

from catalog.models.item import Item, Kind, Rarity, Shelf, Theme
from catalog.models.media import ItemFile, ItemImage
from catalog.models.season import Season
from catalog.models.set import ItemSet

__all__ = [
    "Item",
    "ItemFile",
    "ItemImage",
    "ItemSet",
    "Kind",
    "Rarity",
    "Season",
    "Shelf",
    "Theme",
]
