"""From Markdown to what a lore page shows."""

from collections.abc import Callable

from .results import Links, Rendered, Resolved


def links_in(source: str) -> Links:
    """Every page, item and source that `source` points at, those under veils included."""
    raise NotImplementedError


def render(
    source: str, resolve: Callable[[Links], Resolved], veil_url: Callable[[int], str]
) -> Rendered:
    """Render `source`; `resolve` is called once."""
    raise NotImplementedError
