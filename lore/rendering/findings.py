"""What a writer should look at again. Readers never see it, and it never stops a page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`kind` is red-link, ambiguous, picture, alt, source or quote; `words` say what to do."""

    kind: str
    words: str


def red_link(name: str) -> Finding:
    return Finding("red-link", f"“{name}” leads to no page yet.")


def ambiguous(name: str) -> Finding:
    words = f"“{name}” has several meanings. Link to the one that is meant."
    return Finding("ambiguous", words)


def no_piece(slug: str) -> Finding:
    return Finding("picture", f"There is no piece “{slug}” in the vault.")


def no_picture(key: str) -> Finding:
    words = f"There is no picture under the key “{key}”, or it was taken down."
    return Finding("picture", words)


def no_alt(name: str, own: str) -> Finding:
    stand_in = f" Until then its own words are read: “{own}”" if own else ""
    return Finding("alt", f"Say what the picture “{name}” shows here.{stand_in}")


def no_source(key: str) -> Finding:
    words = f"There is no source “{key}”." if key else "A quotation or claim names no source."
    return Finding("source", words)


def no_speaker() -> Finding:
    return Finding("quote", "A quotation does not say who is speaking.")
