"""What a check of the doctor says."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing is: as it should be, worth a look, or broken."""

    FINE = "fine"
    LOOK = "look"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """A state, a sentence that says what was seen, and what to do about it."""

    state: State
    said: str
    to_do: str = ""

    def __str__(self) -> str:
        """Both as sentences; what a library says often ends without a full stop."""
        return f"{self.said.rstrip('.')}. {self.to_do}".strip()


def fine(said: str) -> Finding:
    return Finding(State.FINE, said)


def look(said: str, to_do: str) -> Finding:
    return Finding(State.LOOK, said, to_do)


def fault(said: str, to_do: str) -> Finding:
    return Finding(State.FAULT, said, to_do)
