"""Days of the record, offered to who chooses a number of a piece; what is covered is not told."""

from datetime import date

import pytest
from django.urls import reverse

from catalog.models import Item
from lore.models import TimelineEntry
from lore.templatetags.lore_tags import lore_days
from tests.payments.club import membership
from tests.payments.conftest import fill_bag

DAY = date(2019, 2, 28)


@pytest.fixture
def item(make_item) -> Item:
    return make_item(name="Brood", edition_size=500)


@pytest.fixture
def volcano(make_page, item):
    page = make_page("The Volcano")
    page.items.add(item)
    return page


def _enter(page, day=DAY, **fields):
    given = {"text": "It erupts.", "grade": "canon", **fields}
    return TimelineEntry.objects.create(page=page, date=day, **given)


def test_open_days_of_pages_about_a_piece_are_told_once(volcano, item, make_page):
    first, _ = _enter(volcano, date(2018, 12, 6)), _enter(volcano)
    last = _enter(volcano)
    _enter(make_page("Elsewhere"), date(2020, 1, 1))
    assert lore_days(item) == [first, last]


def test_days_that_are_covered_of_a_draft_or_no_days_are_not_told(
    volcano, item, make_page, seasons
):
    _enter(volcano, gate=seasons["C1S8"])
    _enter(volcano, date(2020, 1, 1), precision="month")
    draft = make_page("Later", status="draft")
    draft.items.add(item)
    _enter(draft)
    assert lore_days(item) == []


def test_day_of_the_record_makes_numbers(volcano, item, mira, client):
    _enter(volcano)
    membership(mira)
    client.force_login(mira)
    line = fill_bag(mira, item).lines.get()
    page = client.get(reverse("payments:choice_update", args=[line.pk])).text
    assert 'value="2019-02-28">28 Feb 2019, The Volcano</button>' in page
    ideas = client.post(reverse("payments:idea_list", args=[line.pk]), {"day": "2019-02-28"})
    assert (ideas.status_code, 'value="282"' in ideas.text) == (200, True)
