"""A Locker as a file: everything its owner has, for a spreadsheet or a program."""

import csv
import json
import re
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from payments.models import Copy

# A spreadsheet would run a cell that begins so.
DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
# Spreadsheets take a CSV for UTF-8 only if it begins with this.
BYTE_ORDER_MARK = "\ufeff"
COLUMNS = [
    "accession", "name", "serial", "edition_size", "kind", "rarity", "set", "owned_since",
    "is_frozen", "order", "paid_cents", "currency", "url",
]  # fmt: skip


def as_csv(owner: Any) -> str:
    """A line for each copy, the newest first. No cell is taken for a formula."""
    out = StringIO()
    write = csv.writer(out)
    write.writerow(COLUMNS)
    for row in _rows(owner):
        write.writerow([_guarded(row[name]) for name in COLUMNS])
    return BYTE_ORDER_MARK + out.getvalue()


def as_json(owner: Any) -> str:
    """The same facts; times are ISO 8601, money is in cents, what is unknown is null."""
    said = {"site": settings.SITE_URL, "owner": owner.handle, "pieces": _rows(owner)}
    return json.dumps(said, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)


def _rows(owner: Any) -> list[dict[str, Any]]:
    copies = Copy.objects.owned_by(owner).select_related("order_line__order")
    return [_row(copy, owner) for copy in copies.for_locker().prefetch_related(None)]


def _row(copy: Copy, owner: Any) -> dict[str, Any]:
    item, line = copy.item, copy.order_line
    # What somebody else paid before it was passed on is theirs.
    order = line.order if line and line.order.buyer_id == owner.pk else None
    return {
        "accession": item.accession,
        "name": item.name,
        "serial": copy.serial,
        "edition_size": item.edition_size,
        "kind": item.get_kind_display(),
        "rarity": item.get_rarity_display() or None,
        "set": item.item_set.name if item.item_set else None,
        "owned_since": copy.owned_since,
        "is_frozen": copy.frozen_at is not None,
        "order": order.number if order else None,
        "paid_cents": copy.paid_cents if order else None,
        "currency": order.currency if order else None,
        "url": settings.SITE_URL + copy.get_absolute_url(),
    }


def _guarded(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if DANGEROUS.match(text) else text
