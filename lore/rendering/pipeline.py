"""From Markdown to what a lore page shows: parse, walk once, resolve once, render, clean."""

import re
from collections.abc import Callable

from . import wall
from .keys import scrub
from .markup import notes_of
from .parser import parse, to_html
from .parts import Part
from .results import Links, Rendered, Resolved, Veil
from .settle import Settler, plain
from .walk import Reading

# The picture at the head of a page is Plate 1.
FIRST_PLATE = 2
_WORD = re.compile(r"\w[\w'’-]*")


def links_in(source: str) -> Links:
    """Every page, item and source that `source` points at, those under veils included."""
    return Reading(parse(source)).links()


def render(
    source: str,
    resolve: Callable[[Links], Resolved],
    veil_url: Callable[[int], str],
    first_plate: int = FIRST_PLATE,
) -> Rendered:
    """Render `source` to safe HTML, with what its veils cover kept apart.

    `resolve` is called exactly once, with every link of the page; `veil_url` gives the address
    of the nth covered passage. Raises TooLong above MAX_SOURCE_BYTES.
    """
    reading = Reading(parse(source))
    links = reading.links()
    settler = Settler(resolve(links), veil_url, first_plate)
    settler.settle(reading.parts)
    return _laid_out(reading, links, settler)


def _laid_out(reading: Reading, links: Links, settler: Settler) -> Rendered:
    page, *veils = reading.parts
    text = plain(page.pieces)
    return Rendered(
        html=_html(page),
        toc=tuple(settler.contents(page)),
        text=text,
        page_keys=links.page_keys,
        item_slugs=links.item_slugs,
        source_keys=tuple(settler.sources),
        public_sources=settler.public_sources,
        veils=tuple(_veil(part) for part in veils),
        word_count=len(_WORD.findall(text)),
        media_keys=links.media_keys,
        meanings=tuple(reading.meanings),
        findings=tuple(dict.fromkeys(settler.findings)),
    )


def _html(part: Part) -> str:
    raw = to_html(part.tokens) + notes_of(part, to_html)
    return wall.clean(scrub(raw))  # an entity may have spelt out what scrubbing the source missed


def _veil(part: Part) -> Veil:
    cited = (t.meta["key"] for t in part.marks if t.type == "cite" and "number" in t.meta)
    return Veil(
        number=part.number,
        gate=part.gate,
        title=part.title,
        hint=part.hint,
        html=_html(part),
        text=plain(part.pieces),
        source_keys=tuple(dict.fromkeys(cited)),
    )
