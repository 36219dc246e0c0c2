"""What comes in as a file: any encoding and delimiter in use, and a sentence for all else."""

import pytest

from catalog.importing import runs
from catalog.importing.columns import Header
from catalog.importing.table import MAX_BYTES, MAX_ROWS, Table, Unreadable
from catalog.models import Item, ItemImport
from tests.catalog.csvs import HEADER, make, record

pytestmark = pytest.mark.django_db


def refusal(data, ash):
    with pytest.raises(Unreadable) as refused:
        runs.check(data, "items.csv", False, ash)
    assert not ItemImport.objects.exists()
    assert not Item.objects.exists()
    return str(refused.value)


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
    ],
)
def test_encoding_is_found_out_and_told(encoding, told):
    table = Table.read(make(record(1, name="Café’s flame"), encoding=encoding))
    assert table.encoding == told
    assert table.header == HEADER
    assert table.lines[0][1][1] == "Café’s flame"


@pytest.mark.parametrize(("delimiter", "told"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_delimiter_is_found_out_and_told(delimiter, told):
    table = Table.read(make(record(1, name="Ash, ash; ash"), delimiter=delimiter))
    assert table.delimiter == told
    assert table.lines[0][1][1] == "Ash, ash; ash"


def test_line_numbers_are_those_of_the_file_where_cells_have_several_lines():
    table = Table.read(b'slug,name,kind,description\na,A,wrap,"one\ntwo"\n\nb,B,wrap,three\n')
    assert [number for number, _ in table.lines] == [2, 5]


def test_header_is_read_however_it_is_written():
    header = Header.of(Table.read(b" Game ID ,NAME,Type\n"))
    assert header.names == ["game_id", "name", "kind"]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("title,price", ["Missing: name, kind, game_id or slug.", "Unknown: title, price."]),
        ("id,name,colour", ["Missing: kind.", "Unknown: colour."]),
        ("name,kind", ["Missing: game_id or slug."]),
        ("id,game_id,name,kind", ["There twice: game_id."]),
        (",".join(["id", "name", "kind", *["ash"] * 300]), ["The header names 303 columns."]),
    ],
)
def test_wrong_header_is_told_column_by_column(ash, header, told):
    sentence = refusal(f"{header}\na,b,c\n".encode(), ash)
    assert all(part in sentence for part in told)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty."),
        (b"\n\n\n", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is not a CSV of items"),
        (b"PK\x03\x04\x14\x00\x06\x00", "This is not a CSV file."),
        (b"%PDF-1.7\n%stream\n", "This is not a CSV of items"),
        (b"<html><body>Fire</body></html>", "This is not a CSV of items"),
        ("Café,name\n".encode() + "Brûlé\n".encode("cp1252"), "line 1 is UTF-8, line 2 is not"),
        (b"id,name,type\na,\x81,wrap\n", "Line 2 has a byte that stands for nothing"),
        (b'id,name,type\na,"never closed,wrap\nb,B,wrap\n', "From line 2 on"),
        (b'id,name,type\na,"shut"too early,wrap\n', "From line 2 on"),
        (b"id,name,type\n" + b"a,b,c\n" * (MAX_ROWS + 1), "more than 50,000 rows"),
        (b"a" * (MAX_BYTES + 1), "larger than 10 MB"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_file_that_cannot_be_read_is_refused_with_a_sentence(ash, data, told):
    assert told in refusal(data, ash)
