"""What a comparison is made of."""

from dataclasses import dataclass
from typing import Literal

RunKind = Literal["same", "removed", "added"]
Kind = Literal["same", "removed", "added", "changed", "moved"]


@dataclass(frozen=True)
class Run:
    """Words in a row that stayed, went or came."""

    kind: RunKind
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its runs; a changed one holds the words of both sides in reading order."""

    kind: Kind
    runs: tuple[Run, ...]

    @property
    def before(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.kind != "added")

    @property
    def after(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.kind != "removed")


@dataclass(frozen=True)
class Stretch:
    """Paragraphs in a row that stayed, to be folded away; or one that is to be shown."""

    paragraph: Paragraph
    folded: int = 0  # how many paragraphs it holds, 0 for one that is shown


@dataclass(frozen=True)
class RowField:
    label: str
    paragraph: Paragraph


@dataclass(frozen=True)
class Row:
    """A row of a list, such as a claim, with the fields that are worth showing."""

    kind: Kind
    name: str
    fields: tuple[RowField, ...] = ()


@dataclass(frozen=True)
class Part:
    """What differs in one part of a page: the stretches of a text, or the rows of a list."""

    key: str
    label: str
    stretches: tuple[Stretch, ...] = ()
    rows: tuple[Row, ...] = ()
