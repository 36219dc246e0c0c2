"""The facts beside an article: rows of label and value, with the labels each kind is offered."""

import re
from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from lore.models.choices import Kind

Rows = list[list[str]]  # [[label, value], …] in the order in which they are shown

MAX_ROWS = 16
MAX_LABEL = 40
MAX_VALUE = 300
COVER = ":::"

TEXT, DATE, PAGE = "text", "date", "page"


@dataclass(frozen=True)
class Fact:
    """A label that a kind is offered, and what its value is: a text, a date or a page."""

    label: str
    value: str = TEXT


def _facts(**by_value: str) -> tuple[Fact, ...]:
    """Facts in the order of the words given, each list under what its values are."""
    return tuple(
        Fact(label.strip(), value)
        for value, labels in by_value.items()
        for label in labels.split(",")
    )


# Offered and not forced: a label of one's own is allowed, a known one spelt otherwise is told of.
SCHEMA: dict[str, tuple[Fact, ...]] = {
    Kind.CHARACTER: _facts(
        text="Kind, Season, First seen, Last seen, Set, Rarity of the outfit",
        page="Member of, Held in, Version of, Keeper of, Child of",
    ),
    Kind.FACTION: _facts(
        text="Kind, Season, On file from, Nature, Seat, Members",
        page="Led by, Commanded by, Opposes, Part of",
    ),
    Kind.PLACE: _facts(
        text="Kind, Where, Season, On file from, Made of, Held",
        date="Stood",
        page="Ruled by, Stood on, Part of, Came before, Became, Keeper",
    ),
    Kind.ARTEFACT: _facts(
        text="Kind, Season, First seen, Number, On file from",
        page="Made by, Built by, Held by, Guarded by, Owned by",
    ),
    Kind.EVENT: _facts(
        date="Date", text="Kind, Season, Where, Closed, Opened", page="Caused by, Against, Led by"
    ),
    Kind.SEASON: _facts(
        date="Opened, Closed, Began", text="Kind, Great event", page="Before it, Followed by"
    ),
    Kind.ERA: _facts(date="Opened, Closed", text="Seasons, Known for", page="Played on"),
    Kind.WORK: _facts(text="Kind, Made by, By, Standing, Instalments, Tells of", date="Published"),
    Kind.ARTICLE: _facts(date="Posted, Reported", text="Standing", page="About, Concerns"),
    Kind.DISAMBIGUATION: (),
}
LABELS = {kind: tuple(fact.label for fact in facts) for kind, facts in SCHEMA.items()}
_LINK = re.compile(r"\[\[[^\[\]]+\]\]")
_YEAR = re.compile(r"\b(1\d|20)\d\d\b")


def findings(kind: str, rows: Rows) -> list[str]:
    """What an editor should look at again, in sentences; none of it stops a page."""
    if kind == Kind.DISAMBIGUATION and rows:
        return ["A disambiguation page needs no facts beside it: it only sorts the names."]
    known = {_same(fact.label): fact for fact in SCHEMA.get(kind, ())}
    told = [_told(known.get(_same(label)), label, value) for label, value in rows]
    twice = [label for label, n in Counter(_same(label) for label, _ in rows).items() if n > 1]
    doubled = [f"“{label.capitalize()}” stands twice. Put both into one fact." for label in twice]
    return [*filter(None, told), *doubled]


def _same(label: str) -> str:
    """Two labels are one whatever their capitals, hyphens and spaces."""
    return re.sub(r"[\s-]+", " ", label).strip().casefold()


def _told(fact: Fact | None, label: str, value: str) -> str:
    if fact is None:
        return ""
    if fact.label != label:
        return f"Write “{fact.label}” for “{label}”, as on other pages."
    if fact.value == DATE and not _YEAR.search(value):
        return f"“{label}” is a date: write 28 February 2019, February 2019 or 2019."
    if fact.value == PAGE and not _LINK.search(value):
        return f"“{label}” names a page: write it as a link, such as [[The Prisoner]]."
    return ""


def check_rows(rows: object) -> None:
    """Raise ValidationError unless `rows` is a short list of pairs of short texts."""
    if not isinstance(rows, list) or not all(_is_row(row) for row in rows):
        raise ValidationError("Each fact is a label and a value.")
    if len(rows) > MAX_ROWS:
        raise ValidationError(f"At most {MAX_ROWS} facts fit beside an article.")
    if any(COVER in part for row in rows for part in row):
        raise ValidationError(
            "A fact beside the article is open to everyone. Tell it in the text under ash, or as "
            "a claim with a gate."
        )
    long = next((row[0] for row in rows if len(row[0]) > MAX_LABEL or len(row[1]) > MAX_VALUE), "")
    if long:
        raise ValidationError(
            f"“{long[:MAX_LABEL]}” is too long: {MAX_LABEL} characters for a label, "
            f"{MAX_VALUE} for a value."
        )


def _is_row(row: object) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 2
        and all(isinstance(part, str) and part.strip() for part in row)
    )


def rows_to_text(rows: Rows) -> str:
    """One line a fact, `Label: value`, as editors write them."""
    return "\n".join(f"{label}: {value}" for label, value in rows)


def rows_from_text(text: str) -> Rows:
    """The rows of such lines. A line without a colon raises ValidationError."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    pairs = [[part.strip() for part in line.partition(":")[::2]] for line in lines]
    if not all(label and value for label, value in pairs):
        raise ValidationError("Write one fact a line: a label, a colon, a value.")
    return pairs
