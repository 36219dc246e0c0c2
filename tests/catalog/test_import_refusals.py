"""What an import refuses, by line and column, and what it lets a file do to pieces for sale."""

import pytest

from catalog.models import ItemSet
from tests.catalog.csvs import counts, record

pytestmark = pytest.mark.django_db
ORIGINALS = ["slug", "name", "kind", "price_cents", "edition_size", "opens_at", "item_set"]


def piece(**cells):
    return {"slug": "ember", "name": "Ember", "kind": "wrap", **cells}


def problems(upload):
    assert upload.state == "refused"
    return [tuple(one) for one in upload.outcome["problems"]]


# --- Originals ------------------------------------------------------------------------------------
def test_piece_is_changed_by_its_slug(write, make_item, clutch):
    item = make_item(slug="ember", name="Ember", kind="wrap", price_cents=900, sold=3)
    row = {
        "slug": "ember",
        "name": "Ember",
        "kind": "wrap",
        "price_cents": "1100",
        "item_set": "clutch",
    }
    write(row, header=ORIGINALS)
    item.refresh_from_db()
    assert (item.price_cents, item.item_set, item.sold) == (1100, clutch, 3)


def test_new_piece_waits_for_its_rights_check(check):
    row = {
        "slug": "ember",
        "name": "Ember",
        "kind": "wrap",
        "price_cents": "900",
        "opens_at": "2027-01-01 18:00",
    }
    [(line, column, sentence)] = problems(check(row, header=ORIGINALS))
    assert (line, column) == (2, "")
    assert "needs a price and a rights check" in sentence


def test_edition_below_what_is_sold_is_refused(check, make_item):
    make_item(slug="ember", edition_size=10, sold=5)
    row = piece(edition_size="4")
    [(_, _, sentence)] = problems(check(row, header=ORIGINALS))
    assert sentence == "The edition is smaller than what is sold and held."


# --- refusals -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cells", "column", "told"),
    [
        ({"rarity": "Golden"}, "rarity", "“Golden” is none of Common, Uncommon"),
        ({"last_seen": "yesterday"}, "last_seen", "“yesterday” is not a date like 2026-11-21."),
        ({"last_seen": "0001-01-01"}, "last_seen", "1 is not a year of ours"),
        ({"never_in_shop": "maybe"}, "never_in_shop", "neither yes nor no"),
        ({"name": ""}, "name", "Is empty, and has to be known."),
        ({"type": ""}, "type", "Is empty, and has to be known."),
        ({"name": "x" * 1_000_000}, "name", "Has 1,000,000 characters; at most 120 fit."),
        ({"series": "a\0b"}, "series", "Has a character that cannot be shown (U+0000)."),
        ({"name": "two\nlines"}, "name", "Has a character that cannot be shown (U+000A)."),
        ({"id": ""}, "", "Has neither game_id nor slug to know the item by."),
    ],
)  # fmt: skip
def test_bad_cell_is_told_by_line_and_column(check, cells, column, told):
    [(line, where, sentence)] = problems(check(record(1), record(2, **cells)))
    assert (line, where) == (3, column)
    assert told in sentence


def test_every_bad_cell_of_every_line_is_told(check):
    upload = check(record(1, rarity="x", last_seen="x"), record(2), record(3, never_in_shop="x"))
    told = [(line, column) for line, column, _ in problems(upload)]
    assert told == [(2, "rarity"), (2, "last_seen"), (4, "never_in_shop")]
    assert counts(upload) == {"new": 1, "refused": 2}


def test_line_with_too_few_cells_is_refused(check):
    assert problems(check(b"id,name,type\na,A\n")) == [
        (2, "", "Has 2 cells where the header has 3.")
    ]


def test_key_twice_in_a_file_is_refused_with_the_first_line(check):
    assert problems(check(record(1), record(2), record(1, name="Another"))) == [
        (4, "id", "Is on line 2 already.")
    ]


def test_price_of_an_archive_record_is_refused(check):
    header = ["id", "name", "type", "price_cents"]
    assert problems(check(["a", "A", "wrap", "100"], header=header)) == [
        (2, "price_cents", "An Archive record is never for sale.")
    ]


def test_set_that_does_not_exist_is_refused(check):
    row = piece(item_set="nowhere")
    [(_, column, sentence)] = problems(check(row, header=ORIGINALS))
    assert (column, sentence[:22]) == ("item_set", "There is no such set. ")
    assert not ItemSet.objects.exists()


def test_number_and_address_of_an_item_do_not_change(check, make_item):
    make_item(slug="ember", accession=12)
    header = ["slug", "accession", "name", "kind"]
    assert problems(check(["ember", "13", "Ember", "wrap"], header=header)) == [
        (2, "accession", "Is 12 in the book, and does not change.")
    ]
    assert problems(check(["other", "12", "Other", "wrap"], header=header)) == [
        (2, "accession", "Belongs to another item.")
    ]


def test_record_cannot_take_the_address_of_a_piece(check, make_item):
    make_item(slug="ember", name="Ember")
    header = ["shelf", "slug", "name", "kind"]
    assert problems(check(["archive", "ember", "Ember", "wrap"], header=header)) == [
        (2, "slug", "Belongs to Ember, on the other shelf.")
    ]
