"""The project's own form of lore: TOML front matter and Markdown. Reading it, nothing else."""

import csv
import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lore.models import Precision

FENCE = "+++\n"


class BadFile(ValueError):
    """A file is not in the form; the message names it and says why."""


@dataclass(frozen=True)
class PageFile:
    """One page as it lies in a folder: its address, its front matter and its Markdown."""

    slug: str
    head: dict[str, Any]
    body: str


def read_pages(folder: Path) -> list[PageFile]:
    """Every *.md of `folder`, by name."""
    return [_read_page(path) for path in sorted(folder.glob("*.md"))]


def read_sources(path: Path) -> dict[str, dict[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_ties(path: Path) -> list[dict[str, str]]:
    """Rows of from, type, to, season, grade, source."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_date(value: dt.date | str) -> tuple[dt.date, Precision]:
    """2019-02-28, "2019-02" or "2019": the first day it may mean, and how much of it is known."""
    if isinstance(value, dt.date):
        return value, Precision.DAY
    parts = [int(part) for part in str(value).split("-")]
    precision = [Precision.YEAR, Precision.MONTH, Precision.DAY][len(parts) - 1]
    return dt.date(*[*parts, 1, 1][:3]), precision


def _read_page(path: Path) -> PageFile:
    text = path.read_text(encoding="utf-8")
    if not text.startswith(FENCE) or text.count(FENCE) < 2:
        raise BadFile(f"{path.name}: front matter between two lines of +++ is missing.")
    _, head, body = text.split(FENCE, 2)
    try:
        return PageFile(path.stem, tomllib.loads(head), body.strip() + "\n")
    except tomllib.TOMLDecodeError as error:
        raise BadFile(f"{path.name}: {error}") from error
