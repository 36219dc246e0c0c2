"""Faults of the text itself: links, pictures, sources, headings, length, and what is missing."""

from collections.abc import Iterator

from lore.faults.fault import Fault, Level, error, note, warning
from lore.inline import keys_in
from lore.models import Page
from lore.models.infobox import findings
from lore.models.lookup import Lookup
from lore.models.snapshot import Snapshot
from lore.rendering import Rendered, render

MOST_WORDS = 4000  # a page one reads in twenty minutes
LEVELS = {
    "red-link": Level.NOTE,
    "ambiguous": Level.WARNING,
    "picture": Level.ERROR,
    "alt": Level.WARNING,
    "source": Level.WARNING,
    "quote": Level.WARNING,
}


def faults_of_text(snapshot: Snapshot) -> Iterator[Fault]:
    """Drawn once by the function that publishes, which tells what it could not resolve."""
    values = [value for _, value in snapshot["infobox"]]
    entries = [entry["text"] for entry in snapshot["timeline"]]
    lookup = Lookup(Page.objects.published(), [*values, *entries])
    rendered = render(snapshot["body"], lookup, str)
    if not snapshot["standfirst"].strip():
        yield warning("There is no standfirst: lists and cards will show nothing.", "id_standfirst")
    if not snapshot["body"].strip():
        yield warning("The page has no text yet.")
    yield from _found_in(rendered)
    yield from _red_in_facts(snapshot, lookup)
    yield from _against_the_schema(snapshot)
    yield from _headings(rendered)
    if rendered.word_count > MOST_WORDS:
        words = f"{rendered.word_count:,} words are more than one reads at once"
        yield warning(f"{words}. Divide the page, and link its parts.")


def _found_in(rendered: Rendered) -> Iterator[Fault]:
    for finding in rendered.findings:
        yield Fault(LEVELS.get(finding.kind, Level.WARNING), finding.words)


def _red_in_facts(snapshot: Snapshot, lookup: Lookup) -> Iterator[Fault]:
    for label, value in snapshot["infobox"]:
        for key in keys_in([value]):
            if key not in lookup.resolved.pages:
                words = f"“{label}” points at “{key}”, which is no published page yet."
                yield note(words, "id_at_a_glance")


def _against_the_schema(snapshot: Snapshot) -> Iterator[Fault]:
    for words in findings(snapshot["kind"], snapshot["infobox"]):
        yield note(words, "id_at_a_glance")


def _headings(rendered: Rendered) -> Iterator[Fault]:
    """The title is the first level: the text begins at the second, and skips none."""
    before = 1
    for heading in rendered.toc:
        if heading.level > before + 1:
            hashes = "#" * (before + 1)
            words = f"The heading “{heading.text}” leaves a level out: begin it with {hashes}."
            yield warning(words)
        if not heading.text.strip():
            yield error("A heading has no words.")
        before = heading.level
