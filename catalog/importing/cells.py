"""Words in a cell to values of a field. A reader raises ValueError with a sentence."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.utils.text import slugify

from catalog.models import Item, Kind

Reader = Callable[[str], Any]

LONGEST_TEXT = 20_000
LARGEST_NUMBER = 2_147_483_647
YES_NO = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
FIRST_YEAR, LAST_YEAR = 1900, 2200
SHOWN = 40
# A spreadsheet would run a cell that begins so. The apostrophe in front is taken off again here.
GUARDED = re.compile(r"'+[=+\-@\t\r]")
DANGEROUS = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unguarded` gives the text back."""
    return f"'{text}" if DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if GUARDED.match(text) else text


def text_of(field: str) -> Reader:
    """A line of text, as long as the field of Item takes."""
    longest = Item._meta.get_field(field).max_length or LONGEST_TEXT  # type: ignore[union-attr]

    def read(text: str) -> str:
        _refuse_hidden(text, allowed="")
        return _within(text, longest)

    return read


def long_text(text: str) -> str:
    """Text that may have several lines."""
    _refuse_hidden(text, allowed="\n\r\t")
    return _within(text, LONGEST_TEXT)


def slug(text: str) -> str:
    text_of("slug")(text)
    if text != slugify(text):
        raise ValueError(f"“{short(text)}” is not an address: small letters, figures and hyphens.")
    return text


def choice(choices: Any) -> Reader:
    """A value or a label of a closed list, in any letters."""
    known = {slugify(word): value for value, label in choices.choices for word in (value, label)}

    def read(text: str) -> str:
        if slugify(text) not in known:
            labels = ", ".join(choices.labels)
            raise ValueError(f"“{short(text)}” is none of {labels}.")
        return known[slugify(text)]

    return read


def kind(text: str) -> tuple[str, str]:
    """A kind of the list, and "" ; Other, and the word, for a kind that is not in it."""
    text_of("kind_word")(text)
    value = slugify(text)
    return (value, "") if value in Kind.values else (Kind.OTHER.value, text)


def yes_no(text: str) -> bool:
    if text.lower() not in YES_NO:
        raise ValueError(f"“{short(text)}” is neither yes nor no (1 and 0 will do).")
    return YES_NO[text.lower()]


def day(text: str) -> date:
    try:
        read = datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise ValueError(f"“{short(text)}” is not a date like 2026-11-21.") from None
    _refuse_year(read.year)
    return read


def moment(text: str) -> datetime:
    """Without an offset it is UTC."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{short(text)}” is not a time like 2026-11-21 18:00.") from None
    _refuse_year(read.year)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def number(lowest: int, highest: int = LARGEST_NUMBER) -> Reader:
    def read(text: str) -> int:
        fits = text.isascii() and text.isdigit() and len(text) <= len(str(highest))
        if not fits or not lowest <= int(text) <= highest:
            raise ValueError(f"“{short(text)}” is not a whole number from {lowest} to {highest}.")
        return int(text)

    return read


def short(text: str) -> str:
    """A stranger's words, fit to be repeated."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in text[: SHOWN + 1])
    return shown if len(shown) <= SHOWN else shown[:SHOWN] + "…"


def _refuse_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year} is not a year of ours ({FIRST_YEAR} to {LAST_YEAR}).")


def _refuse_hidden(text: str, allowed: str) -> None:
    if text.isprintable():
        return
    for letter in text:
        if unicodedata.category(letter) in {"Cc", "Cs"} and letter not in allowed:
            raise ValueError(f"Has a character that cannot be shown (U+{ord(letter):04X}).")


def _within(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValueError(f"Has {len(text):,} characters; at most {longest:,} fit.")
    return text
