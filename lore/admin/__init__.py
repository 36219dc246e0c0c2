"""The wiki's desk: where keepers write."""

from lore.admin.category import CategoryAdmin
from lore.admin.media import MediaAssetAdmin
from lore.admin.page import PageAdmin
from lore.admin.source import SourceAdmin

__all__ = ["CategoryAdmin", "MediaAssetAdmin", "PageAdmin", "SourceAdmin"]
