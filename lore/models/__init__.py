"""The wiki's tables: what other apps may import of it."""

from lore.models.alias import PageAlias
from lore.models.category import Category
from lore.models.choices import Answer, Grade, Kind, Licence, Precision, Stage, Status
from lore.models.claim import Claim, ClaimSource
from lore.models.figure import KeyFigure
from lore.models.link import PageLink
from lore.models.media import MediaAsset, MediaUse
from lore.models.note import Act, DeskNote
from lore.models.page import Page
from lore.models.page_words import PageWords
from lore.models.presence import Presence
from lore.models.question import StatusAnswer, StatusQuestion
from lore.models.relation import Relation
from lore.models.release import Release
from lore.models.revision import PageRevision
from lore.models.source import Source
from lore.models.timeline import TimelineEntry
from lore.models.veil import Veil
from lore.models.work import WorkInHand

__all__ = [
    "Act",
    "Answer",
    "Category",
    "Claim",
    "ClaimSource",
    "DeskNote",
    "Grade",
    "KeyFigure",
    "Kind",
    "Licence",
    "MediaAsset",
    "MediaUse",
    "Page",
    "PageAlias",
    "PageLink",
    "PageRevision",
    "PageWords",
    "Precision",
    "Presence",
    "Relation",
    "Release",
    "Source",
    "Stage",
    "Status",
    "StatusAnswer",
    "StatusQuestion",
    "TimelineEntry",
    "Veil",
    "WorkInHand",
]
