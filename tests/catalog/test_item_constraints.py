"""The database refuses what rights.md and the edition forbid, whoever asks."""

from datetime import timedelta

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


def test_edition_of_nothing_is_refused(make_item):
    _refused("item_edition_is_positive", item=make_item(), edition_size=0)


def test_limit_under_one_is_refused(make_item):
    _refused("item_limit_is_positive", item=make_item(), per_member_limit=0)


def test_negative_hours_of_early_access_are_refused(make_item):
    _refused("early_access", item=make_item(), early_access_hours=-1)


def test_early_access_of_more_than_two_weeks_is_refused(make_item):
    _refused("item_early_access_is_sane", item=make_item(), early_access_hours=337)


def test_piece_cannot_end_before_it_opens(make_item):
    item = make_item()
    _refused("item_ends_after_it_opens", item=item, ends_at=item.opens_at - timedelta(minutes=1))
    _refused("item_ends_after_it_opens", item=item, ends_at=item.opens_at)


def test_piece_that_never_opens_cannot_end(make_item):
    item = make_item(opens_at=None)
    _refused("item_ends_after_it_opens", item=item, ends_at=item.rights_checked_at)


@pytest.mark.parametrize("change", [{"per_member_limit": 1}, {"early_access_hours": 1}])
def test_archive_record_takes_no_terms_of_sale(make_record, change):
    _refused("item_archive_is_never_for_sale", item=make_record(), **change)
