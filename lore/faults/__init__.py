"""What a keeper should look at before a page goes out: found in a snapshot, said in sentences.

An error keeps a page from going out; a warning asks; a note only tells. Nothing here keeps
anybody from saving a draft.
"""

from collections.abc import Iterable

from lore.faults.fault import Fault, Level
from lore.faults.gates import faults_of_gates
from lore.faults.rows import faults_of_rows
from lore.faults.seasons import Seasons
from lore.faults.text import faults_of_text
from lore.models.snapshot import Snapshot

__all__ = ["Fault", "Level", "are_grave", "faults_of"]

ORDER = [Level.ERROR, Level.WARNING, Level.NOTE]


def faults_of(snapshot: Snapshot) -> list[Fault]:
    """Everything found in `snapshot`, the gravest first. Raises TooLong as the renderer does."""
    seasons = Seasons.known()
    found = [
        *faults_of_text(snapshot),
        *faults_of_rows(snapshot),
        *faults_of_gates(snapshot, seasons),
    ]
    return sorted(dict.fromkeys(found), key=lambda fault: ORDER.index(fault.level))


def are_grave(faults: Iterable[Fault]) -> bool:
    """Whether one of them keeps the page from going out."""
    return any(fault.level == Level.ERROR for fault in faults)
