"""How a page is written: each mark as it is typed, beside what readers see of it."""

from dataclasses import dataclass
from functools import cache

from lore.rendering import ItemTarget, Links, Resolved, Target, render

EXAMPLES = [
    ("Heading", "## The rise"),
    ("Bold, italic", "**Nobody** saw it *fall*."),
    ("Link to a page", "[[The Volcano]] or [[The Volcano|the mountain]]; [[Moon]] is not written."),
    ("Link to a piece", "[[item:ember-ledger|The Ember Ledger]]"),
    ("Source, right after the sentence", "It rose in February. [@patch_notes]"),
    ("Footnote", "It smoked.[^1]\n\n[^1]: For nine weeks."),
    (
        "Words of somebody",
        ":::quote A keeper | of the reading room | at the desk | patch_notes\nWe looked.\n:::",
    ),
    ("Graded claim in the text", ":::claim rumour | patch_notes | 2026-11-21\nIt sleeps.\n:::"),
    (
        "Passage under ash, until a season",
        ":::spoiler C1S8 | the end of Season 8 | What became of it.\nIt fell silent.\n:::",
    ),
    ("Table", "| Season | Weeks |\n| --- | ---: |\n| 8 | 10 |"),
]


@dataclass(frozen=True)
class Example:
    what: str
    source: str
    html: str


@cache
def examples() -> tuple[Example, ...]:
    """The marks, each drawn by the function that publishes; it asks no database here."""
    return tuple(Example(what, source, _drawn(source)) for what, source in EXAMPLES)


def _drawn(source: str) -> str:
    return render(source, _known, lambda number: "#help").html


def _known(links: Links) -> Resolved:
    """A house in which the examples lead somewhere."""
    return Resolved(
        pages={"the-volcano": Target("/lore/", "The Volcano")},
        items={"ember-ledger": ItemTarget("/vault/", "The Ember Ledger", "", 1, 1, "")},
        sources={"patch_notes"},
    )
