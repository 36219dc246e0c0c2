"""The page taken apart: what stands in the open, what each veil covers, and the notes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it.token import Token

_DEFAULT_TITLE = "a covered passage"
# A season's code, C1S8, or the key of a part of a work, cinder-watch-part-two.
_SEASON = re.compile(r"[A-Z0-9]{1,12}", re.A | re.I)
_RELEASE = re.compile(r"[a-z0-9_-]{1,60}", re.A | re.I)


@dataclass
class Note:
    """A footnote: the part it is written in, and, once it is called, its number and place.

    `back` says which of its calls stands in the same place; 0 if none does.
    """

    home: int
    tokens: list[Token] = field(default_factory=list)
    number: int = 0
    place: int = 0
    calls: int = 0
    back: int = 0


@dataclass
class Part:
    """The open page (number 0) or one veil: its tokens, and what a walk over them found."""

    number: int
    gate: str = ""
    title: str = ""
    hint: str = ""
    tokens: list[Token] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    marks: list[Token] = field(default_factory=list)
    pieces: list[str | Token] = field(default_factory=list)


def divide(tokens: Iterable[Token]) -> tuple[list[Part], dict[str, Note]]:
    """The parts in order of opening, the page first, and the notes by label.

    A veil leaves a bar behind where it stood, which is all that the part around it knows.
    """
    parts = [Part(0)]
    notes: dict[str, Note] = {}
    within: list[tuple[int, list[Token]]] = [(0, parts[0].tokens)]
    for token in tokens:
        number, sink = within[-1]
        if token.type == "veil_open":
            veil = _veil(len(parts), *token.meta["info"])
            parts.append(veil)
            sink.append(_bar(veil))
            within.append((veil.number, veil.tokens))
        elif token.type == "footnote_reference_open":
            note = Note(number)
            notes.setdefault(token.meta["label"], note)
            within.append((number, note.tokens))
        elif token.type in ("veil_close", "footnote_reference_close"):
            within.pop()
        else:
            sink.append(token)
    return parts, notes


def _veil(number: int, gate: str = "", title: str = "", hint: str = "", *rest: str) -> Part:
    hint = " | ".join([hint, *rest])
    return Part(number, _gate(gate), title or _DEFAULT_TITLE, hint)


def _gate(written: str) -> str:
    """The gate as it is looked up; '' for one that is neither, which only asking opens."""
    if _SEASON.fullmatch(written):
        return written.upper()
    return written.lower() if _RELEASE.fullmatch(written) else ""


def _bar(veil: Part) -> Token:
    meta = {"number": veil.number, "gate": veil.gate, "title": veil.title, "hint": veil.hint}
    return Token("veil_bar", "", 0, meta=meta)
