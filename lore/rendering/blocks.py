"""Fenced passages: a line of three or more colons and a word opens one, bare colons close it.

:::spoiler season | title | hint
:::quote speaker | what they were | when and to whom | source key
:::claim grade | source key | as of
:::gallery

The rules fail closed. A word nobody knows opens a veil, so that a slip of the pen covers words
instead of showing them; a veil nobody closes runs to the end of the list, quotation or page that
it stands in. Openers and closers are read as the parser goes, so a passage inside a passage
closes itself and not the one around it.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

_OPENER = re.compile(r"(:{3,})[ \t]*([^\s:|]+)[ \t]*(.*)")
_CLOSER = re.compile(r"(:{3,})[ \t]*")
_KINDS = {"quote", "claim", "gallery"}
_OPEN = "open passages"


class _Passage:
    """A passage being read: what opened it, how deep its own lines lie, and where it closes."""

    def __init__(self, colons: int, level: int) -> None:
        self.colons = colons
        self.level = level
        self.closed_at: int | None = None


def passages(md: MarkdownIt) -> None:
    """Teach `md` the fenced passages."""
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("blockquote", "passage", _open, interrupts)
    md.block.ruler.before("passage", "passage_end", _close, interrupts)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _open(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _OPENER.match(_line(state, start))
    if not found or silent:
        return bool(found)
    colons, word, info = found.groups()
    kind = word.casefold() if word.casefold() in _KINDS else "veil"
    token = state.push(f"{kind}_open", "", 1)
    token.meta = {"info": [part.strip() for part in info.split("|")]}
    _read_inside(state, start + 1, end, len(colons))
    state.push(f"{kind}_close", "", -1)
    return True


def _read_inside(state: StateBlock, start: int, end: int, colons: int) -> None:
    stack: list[_Passage] = state.env.setdefault(_OPEN, [])
    stack.append(_Passage(colons, state.level))
    state.line = start
    state.md.block.tokenize(state, start, end)
    closed_at = stack.pop().closed_at
    if closed_at is not None:
        state.line = closed_at + 1


def _close(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    stack: list[_Passage] = state.env.get(_OPEN, [])
    found = _CLOSER.fullmatch(_line(state, start))
    if not stack or not found or len(found[1]) < stack[-1].colons:
        return False
    if silent:
        return True
    if state.level != stack[-1].level:  # a list or quotation inside holds this line
        return False
    stack[-1].closed_at = start
    state.line = end  # ends the loop over the lines of this passage
    return True
