"""The facts beside an article: rows of label and value, with the labels each kind is offered."""

from django.core.exceptions import ValidationError

from lore.models.choices import Kind

Rows = list[list[str]]  # [[label, value], …] in the order in which they are shown

MAX_ROWS = 16
MAX_LABEL = 40
MAX_VALUE = 300
COVER = ":::"

LABELS: dict[str, tuple[str, ...]] = {
    Kind.CHARACTER: ("Also called", "Side", "First seen", "Last seen", "Held by", "Tied to"),
    Kind.FACTION: ("Led by", "Seat", "First seen", "Opposes", "Members", "Tied to"),
    Kind.PLACE: ("Kind", "Where", "Stood", "Era", "Came before", "Became", "Tied to"),
    Kind.ARTEFACT: ("What it is", "Made by", "Held by", "First seen", "Now", "Tied to"),
    Kind.EVENT: ("When", "Where", "Season", "Led to", "Who was there", "Tied to"),
    Kind.SEASON: ("Opened", "Closed", "Came after", "Followed by", "Great event"),
    Kind.ERA: ("From", "To", "Seasons", "Known for"),
    Kind.WORK: ("What it is", "By", "Published", "Season", "Tells of"),
    Kind.ARTICLE: ("About", "Posted"),
    Kind.DISAMBIGUATION: (),
}


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
