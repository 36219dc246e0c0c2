"""Simple tables of MediaWiki as tables of ours: rows of one line a cell, none of them joined.

A caption stands above its table, in italics.
"""

from collections.abc import Callable
from typing import Any

from mwparserfromhell.nodes import Tag

JOINED = ("colspan", "rowspan")


def read_table(table: Tag, line: Callable[[Any], str]) -> str | None:
    """The table, its first row as its head; None where it is not simple."""
    rows = [_cells(row) for row in _children(table, "tr")] or []
    own = _cells(table)
    caption = (
        line(own.pop(0).contents).removeprefix("\\").removeprefix("+") if _has_caption(own) else ""
    )
    rows = [row for row in ([own] if own else []) + rows if row]
    if not rows or any(_is_joined(cell) for row in rows for cell in row):
        return None
    if table.contents.filter_tags(matches=lambda tag: tag.tag == "table"):
        return None
    width = max(len(row) for row in rows)
    told = [[_told(cell, line) for cell in row] + [""] * (width - len(row)) for row in rows]
    head, *rest = [f"| {' | '.join(row)} |" for row in told]
    above = [f"*{caption.strip()}*", ""] if caption.strip() else []
    return "\n".join([*above, head, "|" + " --- |" * width, *rest])


def _has_caption(cells: list[Tag]) -> bool:
    """The parser takes the caption, which is marked |+, for a cell before the first row."""
    return bool(cells) and str(cells[0].contents).startswith("+")


def _children(node: Tag, *names: str) -> list[Tag]:
    return [
        child for child in node.contents.nodes
        if isinstance(child, Tag) and str(child.tag).strip() in names
    ]  # fmt: skip


def _cells(row: Tag) -> list[Tag]:
    return _children(row, "td", "th")


def _is_joined(cell: Tag) -> bool:
    return any(cell.has(name) for name in JOINED)


def _told(cell: Tag, line: Callable[[Any], str]) -> str:
    return line(cell.contents).replace("|", "\\|")
