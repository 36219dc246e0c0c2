"""The parts other rooms show items with."""

import pytest
from django.template import Context, Template

pytestmark = pytest.mark.django_db


def drawn(source, **context):
    return Template("{% load catalog_tags %}" + source).render(Context(context))


def test_fuse_stands_where_the_edition_stands(make_item):
    fuse = drawn("{% fuse item %}", item=make_item(edition_size=500, sold=150, held=38))
    assert 'x="37.6%" width="62.4%"' in fuse
    assert "fuse--ash" in fuse
    assert "style" not in fuse


def test_only_the_asked_for_fuse_glows(make_item):
    item = make_item()
    assert "fuse__glow" in drawn("{% fuse item ember=True %}", item=item)
    assert "fuse__glow" not in drawn("{% fuse item %}", item=item)


def test_gone_edition_is_all_ash(make_item):
    fuse = drawn("{% fuse item %}", item=make_item(edition_size=2, sold=2))
    assert "data-out" in fuse
    assert "circle" not in fuse


@pytest.mark.parametrize("edition", [None, 10])
def test_record_and_open_edition_have_no_fuse(make_item, make_record, edition):
    item = make_item(edition_size=None) if edition is None else make_record()
    assert drawn("{% fuse item %}", item=item).strip() == ""


def test_rarity_is_mark_and_word(make_item):
    rarity = drawn("{% rarity item %}", item=make_item(rarity="epic"))
    assert "#r-epic" in rarity
    assert "Epic" in rarity


def test_lot_of_a_record_has_no_price_and_no_keyline(make_record, give_picture):
    record = make_record(rarity="epic")
    give_picture(record)
    lot = drawn("{% item_lot item %}", item=record)
    assert 'data-shelf="archive"' in lot
    assert 'class="price"' not in lot
    assert "In the record, not for sale" in lot


def test_row_shows_price_and_what_is_left(make_item, clutch):
    row = drawn("{% item_row item %}", item=make_item(item_set=clutch, edition_size=4000, sold=98))
    assert "€12" in row
    assert "3,902 of 4,000 left" in row
    assert "Rare wrap, The Clutch" in row


def test_lot_without_a_picture_keeps_its_place(make_item):
    assert "plate--bare" in drawn("{% item_lot item %}", item=make_item())


def test_lately_entered_is_originals_newest_first(
    make_item, make_record, django_assert_num_queries
):
    for name in ("first", "second"):
        make_item(name=name)
    make_record(name="record")
    with django_assert_num_queries(2):
        ledger = drawn("{% lately_entered %}")
    assert ledger.index("second") < ledger.index("first")
    assert "record" not in ledger
