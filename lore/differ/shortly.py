"""What changed between two snapshots, in a few words: for lists of revisions."""

from typing import Any

from .labels import label_of, told
from .snapshots import Snapshot, differ, keys_of

TOLD_WITH_VALUE = {"status", "kind", "publish_at"}


def shortly(before: Snapshot, after: Snapshot) -> list[str]:
    """One phrase for each part that differs: “Text +120 characters”, “Claims +1”."""
    keys = (key for key in keys_of(before, after) if differ(before.get(key), after.get(key)))
    return [_phrase(key, before.get(key), after.get(key)) for key in keys]


def _phrase(key: str, old: Any, new: Any) -> str:
    label = label_of(key)
    if isinstance(old or new, list):
        return f"{label} {_signed(len(new or []) - len(old or [])) or 'changed'}"
    if key in TOLD_WITH_VALUE:
        return f"{label}: {told(new, key) or 'none'}"
    if key == "body":
        return f"{label} {_size(len(new or '') - len(old or ''))}"
    return f"{label} changed" if old else f"{label} added"


def _size(characters: int) -> str:
    return f"{_signed(characters)} characters" if characters else "changed, its length the same"


def _signed(number: int) -> str:
    sign = "+" if number > 0 else "−"
    return f"{sign}{abs(number):,}" if number else ""
