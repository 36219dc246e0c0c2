"""An uploaded file as lines of cells: its encoding and delimiter are found out and told."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 50_000
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
MARKS = [
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
]
# A cell of any length is read, so that the one that is too long can be named by its column.
csv.field_size_limit(MAX_BYTES)

Line = tuple[int, list[str]]  # its number in the file, counted from 1, and its cells


class Unreadable(Exception):
    """The file as a whole cannot be taken in; the text is a sentence for the page."""


@dataclass(frozen=True)
class Table:
    """`header` as written in the file; `lines` without blank ones."""

    header: list[str]
    lines: list[Line]
    encoding: str
    delimiter: str

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read a whole file; raises Unreadable."""
        if len(data) > MAX_BYTES:
            raise Unreadable("The file is larger than 10 MB. Split it, and import part by part.")
        text, encoding = _decoded(data)
        delimiter = _delimiter(text)
        lines = list(_lines(text, delimiter))
        if not lines:
            raise Unreadable("The file is empty.")
        header = [cell.strip() for cell in lines[0][1]]
        return cls(header, lines[1:], encoding, DELIMITERS[delimiter])


def _decoded(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding."""
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            return _decoded_as(codec, data[len(mark) :], name), name
    try:
        return data.decode(), "UTF-8"
    except UnicodeDecodeError:
        _refuse_mixed(data)
    return _decoded_as("cp1252", data, "Windows-1252"), "Windows-1252"


def _decoded_as(codec: str, data: bytes, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"Line {line} has a byte that stands for nothing in {name}. Save the file as UTF-8, "
            "or as CSV if it is something else."
        ) from error


def _refuse_mixed(data: bytes) -> None:
    """Accents in UTF-8 on one line and in something else on another: no reading is right."""
    lines = list(enumerate(data.splitlines(), 1))
    other = next(number for number, line in lines if not _is_utf8(line))
    ours = next((n for n, line in lines if not line.isascii() and _is_utf8(line)), None)
    if ours:
        raise Unreadable(
            f"The file mixes encodings: line {ours} is UTF-8, line {other} is not. Save the whole "
            "file as UTF-8."
        )


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: str) -> str:
    first = text.lstrip().split("\n", 1)[0]
    if any(not letter.isprintable() and letter not in "\t\r" for letter in first):
        raise Unreadable("This is not a CSV file. A spreadsheet can be saved as one.")
    return max(DELIMITERS, key=first.count)


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, rows = 1, 0
    try:
        for cells in reader:
            if any(cells):
                yield number, cells
                rows += 1
            if rows > MAX_ROWS + 1:
                raise Unreadable(f"The file has more than {MAX_ROWS:,} rows. Split it.")
            number = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"From line {number} on this cannot be read as CSV: a quotation mark stands where "
            "none belongs, or is never closed."
        ) from error
