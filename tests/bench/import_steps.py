"""What catalogue_import.py measures, inside Django: a list, the same again, and a changed one."""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accounts.models import User
from catalog.importing import runs
from tests.catalog.csvs import like_the_real_one

LIMIT = 60  # seconds, from the confirmation to the report
NEXT_RARITY = {b"Common": b"Rare", b"Uncommon": b"Epic", b"Rare": b"Mythic", b"Epic": b"Common"}


def main(rows: int, file: str) -> None:
    """Print each step with its seconds; exit with a sentence where one takes too long."""
    data = Path(file).read_bytes() if file else like_the_real_one(rows)
    changed = re.sub(rb"(?<=,)(Common|Uncommon|Rare|Epic)(?=,)", lambda m: NEXT_RARITY[m[0]], data)
    print(f"{'step':<34}{'seconds':>8}   rows")
    steps = [("new", data), ("again, unchanged", data), ("again, most of it changed", changed)]
    if max([bring_in(name, given) for name, given in steps]) > LIMIT:
        sys.exit(f"Writing took longer than {LIMIT} seconds.")


def bring_in(name: str, data: bytes) -> float:
    """The seconds of writing; those of checking are printed only."""
    ash, _ = User.objects.get_or_create(email="ash@ashes.example", handle="ash")
    checked, upload = _timed(lambda: runs.check(data, f"{name}.csv", False, ash))
    upload.wait()
    written, was_written = _timed(lambda: runs.run(upload))
    found = ", ".join(f"{n:,} {verdict}" for verdict, n in upload.outcome["counts"] if n)
    print(f"{name + ': check':<34}{checked:>8.1f}   {found}")
    print(f"{name + ': write':<34}{written:>8.1f}   {'written' if was_written else 'FAILED'}")
    return written if was_written else float("inf")


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = do()
    return time.perf_counter() - started, result
