"""Cards are drawn once for what they show, and again as soon as they show something else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog import cards
from catalog.models import Item, ItemSet

pytestmark = pytest.mark.django_db


def drawn():
    (card,) = cards.read_cards(Item.objects.all())
    return card.html


def test_card_that_shows_the_same_is_not_drawn_again(
    make_item, give_picture, django_assert_num_queries
):
    give_picture(make_item())
    drawn()
    with django_assert_num_queries(1):  # for its version
        drawn()


def test_change_of_item_picture_set_or_stock_is_seen_at_once(make_item, give_picture, clutch):
    item = make_item(name="Cinder", item_set=clutch, edition_size=10)
    picture = give_picture(item)
    assert "10 of 10 left" in drawn()
    Item.objects.update(sold=3)
    assert "7 of 10 left" in drawn()
    ItemSet.objects.update(name="The Brooding")
    assert "The Brooding" in drawn()
    picture.widths = [300]
    picture.save()
    assert "1200.webp 1200w" not in drawn()


def test_card_changes_by_the_clock_when_its_piece_opens(make_item, monkeypatch):
    opens_at = timezone.now() + timedelta(hours=1)
    make_item(opens_at=opens_at)
    assert "Opens" in drawn()
    monkeypatch.setattr(timezone, "now", lambda: opens_at + timedelta(minutes=1))
    assert "10 of 10 left" in drawn()


def test_card_changes_by_the_clock_in_early_hours_and_at_the_end(make_item, monkeypatch):
    opens_at = timezone.now() + timedelta(hours=10)
    ends_at = opens_at + timedelta(days=1)
    make_item(opens_at=opens_at, early_access_hours=4, ends_at=ends_at)
    minute, at = timedelta(minutes=1), {}
    for moment in (opens_at - timedelta(hours=4), opens_at, ends_at):
        for now in (moment - minute, moment + minute):
            monkeypatch.setattr(timezone, "now", lambda now=now: now)
            at[now] = drawn()
    said = ["Opens", "Members first", "Members first", "of 10 left", "of 10 left", "Ended"]
    assert all(words in card for words, card in zip(said, at.values(), strict=True))


def test_card_shows_its_picture_in_its_own_colour(make_item, give_picture):
    picture = give_picture(make_item())
    picture.colour, picture.has_avif = "#2a1510", True
    picture.save()
    assert 'fill="#2a1510"' in drawn()
    assert '<source type="image/avif"' in drawn()


def test_card_of_a_list_looks_like_the_card_of_a_tag(make_item, give_picture, clutch):
    give_picture(make_item(item_set=clutch, description="One. Two. Three."))
    item = Item.objects.for_cards().get()
    assert drawn() == cards.draw_card(item, "h2", False, False)


def test_new_cards_cost_the_same_statements_however_many_they_are(
    make_item, give_picture, clutch, django_assert_num_queries
):
    for _ in range(5):
        give_picture(make_item(item_set=clutch))
    with django_assert_num_queries(3):
        assert all(card.html for card in cards.read_cards(Item.objects.all()))
