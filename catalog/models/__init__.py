"""The catalogue's tables: what other apps may import of it."""

from catalog.models.choices import Availability, Kind, Rarity, Shelf, Theme
from catalog.models.item import Item
from catalog.models.item_import import ItemImport
from catalog.models.media import ItemFile, ItemImage
from catalog.models.queries import Folded, ItemSearchQuery
from catalog.models.season import Season
from catalog.models.set import ItemSet

__all__ = [
    "Availability",
    "Folded",
    "Item",
    "ItemFile",
    "ItemImage",
    "ItemImport",
    "ItemSearchQuery",
    "ItemSet",
    "Kind",
    "Rarity",
    "Season",
    "Shelf",
    "Theme",
]
