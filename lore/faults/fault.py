from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a fault weighs; each word stands before its sentence."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Level.ERROR: "Mend this", Level.WARNING: "Look again", Level.NOTE: "For your notice"}


@dataclass(frozen=True)
class Fault:
    """One thing found: how much it weighs, a sentence, and the id of the field it is about."""

    level: Level
    sentence: str
    where: str = "id_body"


def error(sentence: str, where: str = "id_body") -> Fault:
    return Fault(Level.ERROR, sentence, where)


def warning(sentence: str, where: str = "id_body") -> Fault:
    return Fault(Level.WARNING, sentence, where)


def note(sentence: str, where: str = "id_body") -> Fault:
    return Fault(Level.NOTE, sentence, where)
