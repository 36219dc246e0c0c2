"""A folder of lore as it lies on disk: read, and nothing else. No name in a file is a path."""

import csv
import io
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lore.exchange.problems import BadFile, Problem

FENCE = "+++"
MOST_BYTES = 1_000_000  # of one file; a body may have a fifth of that
PAGES, WORK = "pages", "work"
SOURCES, CATEGORIES, MEDIA = "sources.toml", "categories.toml", "media.toml"
TIES = "relations.csv"
_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True)
class PageFile:
    """One page as it lies in a folder: its address, its front matter, its Markdown, its text."""

    slug: str
    head: dict[str, Any]
    body: str
    text: str = field(default="", repr=False)
    folder: str = PAGES

    @property
    def name(self) -> str:
        return f"{self.folder}/{self.slug}.md"


@dataclass
class Folder:
    """Everything a folder of lore holds, and what of it could not be read."""

    path: Path
    pages: list[PageFile] = field(default_factory=list)
    work: list[PageFile] = field(default_factory=list)  # on pages that readers have otherwise
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)  # by name of their file
    texts: dict[str, str] = field(default_factory=dict)
    ties: list[dict[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_folder(path: Path) -> Folder:
    """Read all there is to read; what is wrong is in `problems`."""
    folder = Folder(path)
    if not path.is_dir():
        folder.problems.append(Problem(str(path), 0, "There is no such folder."))
        return folder
    for name in (PAGES, WORK):
        for file in sorted((path / name).glob("*.md")):
            _take(folder, file, _page)
    for name in (SOURCES, CATEGORIES, MEDIA):
        if (path / name).exists():
            _take(folder, path / name, _table)
    if (path / TIES).exists():
        _take(folder, path / TIES, _ties)
    return folder


def _take(folder: Folder, file: Path, read: Any) -> None:
    name = file.relative_to(folder.path).as_posix()
    try:
        text = _text(file, name)
        read(folder, file, text)
    except BadFile as error:
        folder.problems += error.problems
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) + (1 if file.suffix == ".md" else 0) if found else 1
        folder.problems.append(Problem(name, line, f"This is not TOML: {error}."))


def _text(file: Path, name: str) -> str:
    if file.is_symlink() or not file.is_file():
        raise BadFile([Problem(name, 0, "Only a file is read, and no link to another.")])
    if file.stat().st_size > MOST_BYTES:
        raise BadFile([Problem(name, 0, f"The file is larger than {MOST_BYTES:,} bytes.")])
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadFile([Problem(name, line, "This is not UTF-8.")]) from error


def _page(folder: Folder, file: Path, text: str) -> None:
    kind = file.parent.name
    lines = text.splitlines(keepends=True)
    ends = [n for n, line in enumerate(lines) if line.rstrip("\r\n") == FENCE]
    if len(ends) < 2 or ends[0] != 0:
        words = f"The front matter between two lines of {FENCE} is missing."
        raise BadFile([Problem(f"{kind}/{file.name}", 1, words)])
    head = tomllib.loads("".join(lines[1 : ends[1]]).replace("\r\n", "\n"))
    page = PageFile(file.stem, head, "".join(lines[ends[1] + 1 :]), text, kind)
    (folder.pages if kind == PAGES else folder.work).append(page)


def _table(folder: Folder, file: Path, text: str) -> None:
    rows = tomllib.loads(text.replace("\r\n", "\n"))
    for key, row in rows.items():
        if not isinstance(row, dict):
            line = line_of(text, (key,))
            raise BadFile([Problem(file.name, line, f"“{key}” stands outside a [table].")])
    folder.tables[file.name], folder.texts[file.name] = rows, text


def _ties(folder: Folder, file: Path, text: str) -> None:
    folder.ties = list(csv.DictReader(io.StringIO(text)))


def line_of(text: str, path: tuple[str | int, ...]) -> int:
    """The line on which the value at `path` stands in TOML, as near as its keys tell.

    `("claims", 2, "grade")` is the grade of the third [[claims]].
    """
    lines = text.splitlines()
    at, stop = 0, len(lines)
    for place, step in enumerate(path):
        if isinstance(step, int):
            continue
        found = _lines_with(lines[:stop], step, at)
        if not found:
            break
        wanted = path[place + 1] if place + 1 < len(path) else 0
        nth = min(wanted, len(found) - 1) if isinstance(wanted, int) else 0
        at, stop = found[nth], found[nth + 1] if nth + 1 < len(found) else stop
    return at + 1


def _lines_with(lines: list[str], key: str, start: int) -> list[int]:
    quoted = rf"(?:{re.escape(key)}|\"{re.escape(key)}\")"
    says = re.compile(rf"\s*(?:\[+\s*(?:[\w-]+\.)*{quoted}\s*\]+|{quoted}\s*=)")
    return [n for n, line in enumerate(lines[start:], start) if says.match(line)]
