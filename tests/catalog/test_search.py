"""Search looks at names, sets, kinds, makers and descriptions, and forgives spelling."""

import pytest
from django.http import QueryDict

from catalog.models import Item, ItemSet, queries
from catalog.models.queries import corrected
from catalog.selection import Selection

pytestmark = pytest.mark.django_db


def found(text):
    return {item.name for item in Item.objects.matching(text)}


def names(query):
    return [card.name for card in Selection(QueryDict(query)).items]


@pytest.fixture(autouse=True)
def _vault(make_item, make_record, clutch):
    make_item(
        name="Señor Cinder",
        item_set=clutch,
        kind="back-bling",
        accession=214,
        artist="The drawing room",
        description="Three eggs in a current of embers.",
    )
    make_record(name="Prisma", game_set="Volcanic Ash-sassin")
    make_item(name="Plain Thing", kind="spray")


@pytest.mark.parametrize(
    "text",
    [
        "cinder", "CIND", "senor", "Señor", "clutch", "back bling", "drawing room", "ember",
        "eggs current", "214", "0214", "cindeer", "señor cindr",
    ],
)  # fmt: skip
def test_piece_is_found_by_any_of_its_words(text):
    assert found(text) == {"Señor Cinder"}


@pytest.mark.parametrize("text", ["cidner", "icnder", "senro", "cultch", "drawign rom"])
def test_two_letters_in_each_others_place_are_put_right(text):
    assert found(text) == {"Señor Cinder"}


@pytest.mark.parametrize(
    ("word", "meant"),
    [("pheonix", "phoenix"), ("emebr", "ember"), ("ahs", "ash"), ("Ahs pheonix", "ash phoenix")],
)
def test_swapped_letters_are_put_right_in_short_words_too(make_item, word, meant):
    make_item(name="Phoenix of Ember and Ash")
    assert corrected(word) == meant


def test_word_that_a_known_one_begins_with_is_left_as_it_is(make_item):
    make_item(name="Ashen Hash")
    assert corrected("ashe has") == "ashe has"


def test_record_is_found_by_its_set_in_the_game():
    assert found("volcanic") == {"Prisma"}


def test_record_is_found_by_the_word_of_a_kind_that_is_not_in_the_list(make_record):
    make_record(name="Skimmer", kind="other", kind_word="Hoverboard")
    assert found("hoverboard") == found("hoverbord") == {"Skimmer"}


def test_all_words_have_to_be_there():
    assert found("cinder spray") == set()


def test_renamed_set_is_found_by_its_new_name():
    ItemSet.objects.update(name="The Brooding")
    assert found("brooding") == {"Señor Cinder"}


def test_best_match_comes_first_unless_another_order_is_asked_for(client, make_item):
    make_item(name="Ember")
    page = client.get("/vault/?q=ember&sort=").text
    assert page.index(">Ember<") < page.index(">Señor Cinder<")
    assert '<option value="newest">Newest entered</option>' in page


def test_what_can_win_comes_first_where_too_much_is_found_to_be_ranked(make_item, monkeypatch):
    monkeypatch.setattr(queries, "MOST_RANKED", 20)
    for number in range(60):
        make_item(name=f"Bell of Ember {number}")
    for number in range(30):
        make_item(name=f"Ember Bell {number}")
    make_item(name="Ember", accession=1)
    pages = [names(f"q=ember&page={number}") for number in range(1, 5)]
    assert pages[0][0] == "Ember"
    assert all(name.startswith("Ember") for name in pages[0][:24])
    assert sorted(name for page in pages for name in page) == sorted(found("ember"))
    assert names("q=ember&kind=spray") == []


@pytest.mark.parametrize("text", ["'", "a & b | !c:*", "((", "\\", "%_%", "½", "ŉ", "<->", "🔥a"])
def test_signs_of_the_query_language_are_harmless(text):
    found(text)
