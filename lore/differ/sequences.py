"""Where two sequences agree: the longest common subsequence, with bounded work.

difflib is quadratic to cubic on hostile input; rapidfuzz compares 64 pairs in one step and finds
the longest subsequence, not a guess at it. That is still n times m steps: above MAX_CELLS pairs
what lies between the common ends is one change.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

MAX_CELLS = 40_000_000  # pairs: 12 ms and 5 MB at most


@dataclass(frozen=True)
class Span:
    """before[a:b] is after[c:d], or became it; either may be empty in a change."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def spans(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Span]:
    """Spans that cover both sequences in order, equal ones and changes taking turns."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    a, b = len(before) - tail, len(after) - tail
    blocks = [(0, 0, head), *_blocks(before[head:a], after[head:b], head), (a, b, tail)]
    return _between(blocks)


def _common(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    """How many items both begin with."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))


def _blocks(
    before: Sequence[Hashable], after: Sequence[Hashable], offset: int
) -> list[tuple[int, int, int]]:
    """Equal blocks as (start before, start after, length), both starts moved by `offset`."""
    if not before or not after or len(before) * len(after) > MAX_CELLS:
        return []
    found = LCSseq.opcodes(*_numbered(before, after)).as_matching_blocks()
    return [(block.a + offset, block.b + offset, block.size) for block in found if block.size]


def _numbered(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[list[int]]:
    """Each different item as a number: the library compares hashes, and ours are exact."""
    numbers: dict[Hashable, int] = {}
    return [[numbers.setdefault(item, len(numbers)) for item in side] for side in (before, after)]


def _between(blocks: list[tuple[int, int, int]]) -> list[Span]:
    """The blocks as spans, with what lies between them as changes."""
    found: list[Span] = []
    a = c = 0
    for start_a, start_c, size in blocks:
        if start_a > a or start_c > c:
            found.append(Span(False, a, start_a, c, start_c))
        if size and found and found[-1].same:
            found[-1] = Span(True, found[-1].a, start_a + size, found[-1].c, start_c + size)
        elif size:
            found.append(Span(True, start_a, start_a + size, start_c, start_c + size))
        a, c = start_a + size, start_c + size
    return found
