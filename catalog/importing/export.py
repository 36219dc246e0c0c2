"""Items as a CSV that a spreadsheet can open safely and the import can read again."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from catalog.importing.cells import guarded
from catalog.models import Item

AT_A_TIME = 2_000  # items in memory
# Spreadsheets take a CSV for UTF-8 only if it begins with this.
BYTE_ORDER_MARK = "\ufeff"
COLUMNS = [
    "shelf", "accession", "slug", "name", "kind", "rarity", "theme", "item_set", "description",
    "entered_on", "series", "game_set", "game_id", "season", "last_seen_on", "never_in_shop",
    "artist", "year", "licence", "originality", "uses_epic_ip", "recipe", "price_cents",
    "edition_size", "opens_at", "ends_at", "early_access_hours", "per_member_limit", "retired_at",
    "sold", "held", "rights_checked_at",
]  # fmt: skip


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def export(items: QuerySet[Item]) -> Iterator[str]:
    """Header and lines, one after the other; `items` may be as many as there are."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)  # type: ignore[operator]
    whole = items.select_related("item_set", "season").prefetch_related(None)
    for item in whole.iterator(chunk_size=AT_A_TIME):
        yield writer.writerow([_cell(item, name) for name in COLUMNS])  # type: ignore[misc]


def _cell(item: Item, name: str) -> str:
    if name == "kind":
        return guarded(item.kind_word or item.kind)
    if name == "season":
        return item.season.code if item.season else ""
    if name == "item_set":
        return item.item_set.slug if item.item_set else ""
    return guarded(_word(getattr(item, name)))


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
