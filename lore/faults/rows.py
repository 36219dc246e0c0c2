"""Faults of the rows beside the text: what is claimed, and on what it rests."""

from collections.abc import Iterator
from typing import Any

from lore.faults.fault import Fault, warning
from lore.models.choices import Grade
from lore.models.snapshot import Snapshot

MOST_CHARS = 60


def faults_of_rows(snapshot: Snapshot) -> Iterator[Fault]:
    for claim in snapshot["claims"]:
        yield from _of_claim(claim)
    for tie in snapshot["ties"]:
        if Grade(tie["grade"]).is_fact and not tie["source"]:
            what = f"{tie['type'].replace('_', ' ')} {tie['to']}"
            yield warning(f"The tie “{what}” is graded a fact and names no source.", "ties-group")


def short(text: str) -> str:
    """The beginning of a text, as it is quoted in a sentence."""
    return f"{text[:MOST_CHARS].rstrip()}…" if len(text) > MOST_CHARS else text


def _of_claim(claim: dict[str, Any]) -> Iterator[Fault]:
    name, grade = short(claim["text"]), Grade(claim["grade"])
    if claim["sources"]:
        yield from _of_quotes(claim, name)
    elif grade.is_fact or grade == Grade.DEBUNKED:
        words = f"“{name}” is graded {grade.label} and names no source. {grade.takes}"
        yield warning(words, "claims-group")
    elif not claim["basis"].strip():
        words = f"“{name}” names neither a source nor what it is reasoned from."
        yield warning(words, "claims-group")


def _of_quotes(claim: dict[str, Any], name: str) -> Iterator[Fault]:
    for cited in claim["sources"]:
        if cited["quote"] and not cited["speaker"]:
            words = f"The words quoted for “{name}” have no speaker."
            yield warning(words, "claims-group")
