"""The pure function from Markdown to what a lore page shows; it knows no models and no Django."""

from .findings import Finding
from .keys import key_of
from .pipeline import links_in, render
from .results import (
    MAX_SOURCE_BYTES,
    RENDERER_VERSION,
    Heading,
    ItemTarget,
    Links,
    MediaTarget,
    Rendered,
    Resolved,
    Target,
    TooLong,
    Veil,
)

__all__ = [
    "MAX_SOURCE_BYTES",
    "RENDERER_VERSION",
    "Finding",
    "Heading",
    "ItemTarget",
    "Links",
    "MediaTarget",
    "Rendered",
    "Resolved",
    "Target",
    "TooLong",
    "Veil",
    "key_of",
    "links_in",
    "render",
]
