"""The wiki's tables: what other apps may import of it."""

from lore.models.alias import PageAlias
from lore.models.choices import Answer, Grade, Kind, Precision, Stage, Status
from lore.models.claim import Claim, ClaimSource
from lore.models.link import PageLink
from lore.models.note import Act, DeskNote
from lore.models.page import Page
from lore.models.question import StatusAnswer, StatusQuestion
from lore.models.relation import Relation
from lore.models.revision import PageRevision
from lore.models.source import Source
from lore.models.timeline import TimelineEntry
from lore.models.veil import Veil
from lore.models.work import WorkInHand

__all__ = [
    "Act",
    "Answer",
    "Claim",
    "ClaimSource",
    "DeskNote",
    "Grade",
    "Kind",
    "Page",
    "PageAlias",
    "PageLink",
    "PageRevision",
    "Precision",
    "Relation",
    "Source",
    "Stage",
    "Status",
    "StatusAnswer",
    "StatusQuestion",
    "TimelineEntry",
    "Veil",
    "WorkInHand",
]
