"""The shopkeeper's desk."""

from catalog.admin.imports import ItemImportAdmin
from catalog.admin.item import ItemAdmin
from catalog.admin.sets import ItemSetAdmin, SeasonAdmin

__all__ = ["ItemAdmin", "ItemImportAdmin", "ItemSetAdmin", "SeasonAdmin"]
