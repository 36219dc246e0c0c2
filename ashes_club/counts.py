"""How many entries each room holds, for the masthead."""

from catalog.models import Item
from lore.models import Page


def count_entries(room: str) -> int:
    """What a visitor of the room ("vault" or "lore") can find there."""
    return Item.objects.entered().count() if room == "vault" else Page.objects.published().count()
