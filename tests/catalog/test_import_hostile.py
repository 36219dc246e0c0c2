"""Whatever is uploaded: a sentence or a preview, never an error page, and nothing is written."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.importing import runs
from catalog.importing.cells import guarded, unguarded
from catalog.importing.columns import Header
from catalog.importing.rows import read_rows
from catalog.importing.table import Table, Unreadable
from catalog.models import Item
from tests.catalog.csvs import make

WIDE = [
    "shelf",
    "game_id",
    "slug",
    "accession",
    "name",
    "kind",
    "season",
    "item_set",
    "rarity",
    "year",
    "price_cents",
    "edition_size",
    "opens_at",
    "last_seen_on",
    "uses_epic_ip",
]
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "archive", "originals", "wrap", "a", "1", "-1", "9" * 40, "\0", "=1+1"]),
    st.sampled_from(["2026-01-01", "2026-01-01T00:00+23:59", "0001-01-01T00:00", "yes", "٣", "☆"]),
)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(data):
    try:
        table = Table.read(b"id,name,type\n" + data)
        rows = list(read_rows(table, Header.of(table), erases=True))
    except Unreadable as error:
        assert str(error).endswith(".")
    else:
        assert len(rows) == len(table.lines)


@given(st.binary(max_size=400))
def test_any_header_is_read_or_refused_with_a_sentence(data):
    try:
        Header.of(Table.read(data))
    except Unreadable as error:
        assert str(error).endswith(".")


@given(st.text())
def test_guarded_cell_is_no_formula_and_comes_back_whole(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(st.lists(CELLS, min_size=len(WIDE), max_size=len(WIDE)), max_size=4))
def test_any_cells_get_a_preview_and_write_no_item(ash, rows):
    upload = runs.check(make(*rows, header=WIDE), "x.csv", True, ash)
    assert upload.state == ("refused" if upload.outcome["problems"] else "checked")
    assert not Item.objects.exists()
