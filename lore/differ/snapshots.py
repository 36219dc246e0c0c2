"""Two snapshots of a page: what differs, part by part."""

from typing import Any

from .labels import PARTS, label_of, told
from .results import Part
from .rows import compare_rows
from .texts import compare_texts, folded, paragraph

Snapshot = dict[str, Any]
LONG = {"body"}


def compare(before: Snapshot, after: Snapshot) -> tuple[Part, ...]:
    """The parts that differ. A part that one side does not know is empty there."""
    pairs = ((key, before.get(key), after.get(key)) for key in keys_of(before, after))
    parts = (_part(key, old, new) for key, old, new in pairs if differ(old, new))
    return tuple(part for part in parts if part.stretches or part.rows)


def keys_of(before: Snapshot, after: Snapshot) -> list[str]:
    """Every part of either, the known ones in their order, then the others."""
    known = [key for key in PARTS if key in before or key in after]
    return [*known, *sorted({*before, *after} - set(PARTS))]


def differ(old: Any, new: Any) -> bool:
    """Nothing, an empty text and an empty list say the same."""
    return bool(old or new) and old != new


def _part(key: str, old: Any, new: Any) -> Part:
    if isinstance(old or new, list):
        return Part(key, label_of(key), rows=compare_rows(old or [], new or []))
    before, after = told(old, key), told(new, key)
    paragraphs = compare_texts(before, after) if key in LONG else (paragraph(before, after),)
    return Part(key, label_of(key), stretches=folded(paragraphs))
