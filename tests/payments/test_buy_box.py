"""What an item page says about buying: the same to every visitor."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from payments.models import Copy

BOX = Template("{% load payments_tags %}{% buy_box item %}{% buy_bar item %}")


def _box(item):
    return BOX.render(Context({"item": item}))


def test_piece_on_sale_can_be_put_in_the_bag(make_item):
    item = make_item(price_cents=2400)
    box = _box(item)
    assert "€24" in box and f'name="item" value="{item.slug}"' in box
    assert "Add to bag" in box and "csrfmiddlewaretoken" not in box
    assert "held for 31 minutes" in box


def test_archive_record_has_no_box(make_record):
    assert _box(make_record()).strip() == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"edition_size": 25, "sold": 25}, "All 25 taken"),
        ({"edition_size": 25, "sold": 20, "held": 5}, "The last copies are spoken for"),
        ({"retired_at": timezone.now()}, "Retired, no longer sold"),
        ({"opens_at": None}, "Not on offer"),
        ({"opens_at": timezone.now() + timedelta(days=9)}, "Opens "),
    ],
)
def test_button_says_why_it_does_nothing(make_item, fields, words):
    box = _box(make_item(**fields))
    assert "disabled" in box and words in box and "/bag/lines/" not in box


def test_open_edition_promises_no_hold(make_item):
    box = _box(make_item(edition_size=None))
    assert "An open edition" in box and "held for" not in box


def test_latest_numbers_name_nobody(make_item, mira, django_assert_num_queries):
    item = make_item(edition_size=50)
    for serial in range(1, 7):
        Copy.objects.create(item=item, serial=serial, owner=mira)
    table = Template("{% load payments_tags %}{% latest_numbers item %}")
    with django_assert_num_queries(1):
        shown = table.render(Context({"item": item}))
    assert "Number 6 of 50" in shown and "Number 2 of 50" not in shown
    assert "mira" not in shown


def test_no_number_taken_shows_no_table(make_item):
    table = Template("{% load payments_tags %}{% latest_numbers item %}")
    assert table.render(Context({"item": make_item()})).strip() == ""
