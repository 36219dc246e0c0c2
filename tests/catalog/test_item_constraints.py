"""The database refuses what rights.md and the edition forbid, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from catalog.models import Item


def _refused(name, **change):
    item = change.pop("item")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**change)


def test_archive_record_takes_no_price(make_record):
    _refused("item_archive_is_never_for_sale", item=make_record(), price_cents=100)


def test_piece_does_not_open_without_rights_check(make_item):
    _refused("item_sale_needs_price_and_rights", item=make_item(), rights_checked_at=None)


def test_piece_with_epic_material_does_not_open(make_item):
    _refused("item_sale_needs_price_and_rights", item=make_item(), uses_epic_ip=True)


def test_price_of_nothing_is_refused(make_item):
    _refused("item_price_is_positive", item=make_item(), price_cents=0)


def test_sold_and_held_never_exceed_the_edition(make_item):
    _refused("item_edition_is_never_oversold", item=make_item(edition_size=3), sold=2, held=2)
