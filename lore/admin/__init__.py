"""The wiki's desk: where keepers write."""

from lore.admin.page import PageAdmin
from lore.admin.source import SourceAdmin

__all__ = ["PageAdmin", "SourceAdmin"]
