"""Names that fit what a keeper is typing: for keepers only, few, and the likeliest first."""

import pytest

from lore.models import Source, Status

NAMES = "/admin/lore/page/names/"


def _names(editor, kind, words):
    answer = editor.get(f"{NAMES}{kind}/", {"q": words})
    assert answer.status_code == 200
    return answer.json()["names"]


def _inserts(editor, kind, words):
    return [name["insert"] for name in _names(editor, kind, words)]


def test_page_is_found_by_the_beginning_of_its_title_article_or_none(editor, make_page):
    make_page()
    make_page("Polar Peak")
    assert _inserts(editor, "page", "volc") == ["The Volcano"]
    assert _inserts(editor, "page", "the vol") == ["The Volcano"]
    assert _inserts(editor, "page", "polar") == ["Polar Peak"]


def test_page_is_found_by_another_name_and_by_a_word_within_and_offered_once(editor, make_page):
    page = make_page("The Mountain of Fire", slug="mountain")
    page.aliases.create(title="Mount Ash")
    page.render_body()
    assert _inserts(editor, "page", "mount") == ["The Mountain of Fire"]
    assert _inserts(editor, "page", "fire") == ["The Mountain of Fire"]


def test_accents_do_not_count(editor, make_page):
    make_page("The Café at the Crater", slug="cafe")
    assert _inserts(editor, "page", "cafe cra") == ["The Café at the Crater"]
    assert _inserts(editor, "page", "café") == ["The Café at the Crater"]


def test_draft_is_offered_and_said_to_be_one(editor, make_page):
    make_page(status=Status.DRAFT)
    assert _names(editor, "page", "volcano")[0]["detail"] == "Place, draft"


def test_nothing_typed_yet_offers_what_was_lately_revised(editor, make_page):
    make_page()
    assert _inserts(editor, "page", "") == ["The Volcano"]


@pytest.mark.parametrize("words", ["%", "_", "'", "a & | b", ":*", "\\", "!!", "(" * 60, "\t"])
def test_signs_are_only_letters_to_look_for(editor, make_page, words):
    make_page()
    for kind in ["page", "item", "source", "season", "media"]:
        assert isinstance(_names(editor, kind, words), list)


def test_piece_is_written_with_its_address_and_its_name(editor, make_item):
    make_item(name="The Ember Ledger", slug="ember-ledger")
    assert _inserts(editor, "item", "the emb") == ["ember-ledger|The Ember Ledger"]


def test_source_is_found_by_key_publisher_and_title(editor, polygon):
    Source.objects.create(key="other", publisher="Other", title="Paper")
    for words in ["poly", "Polygon", "runes"]:
        assert _inserts(editor, "source", words) == ["polygon"]


def test_season_is_found_by_code_and_by_label(editor, seasons):
    assert _inserts(editor, "season", "c1s8") == ["C1S8"]
    assert _inserts(editor, "season", "Season 9") == ["C1S9"]
    assert len(_inserts(editor, "season", "")) == 3


def test_at_most_a_dozen_pages_are_offered_in_five_statements(
    editor, make_page, django_assert_max_num_queries
):
    for number in range(14):
        make_page(f"Ash {number:02}", slug=f"ash-{number}")
    editor.get(f"{NAMES}page/", {"q": "a"})
    with django_assert_max_num_queries(9):  # session, user and rights, and the looks themselves
        assert len(_inserts(editor, "page", "ash")) == 12


def test_names_are_for_those_who_may_write(client, make_page, mira):
    make_page()
    assert client.get(f"{NAMES}page/", {"q": "vol"}).status_code == 302
    client.force_login(mira)
    assert client.get(f"{NAMES}page/", {"q": "vol"}).status_code == 302
    mira.is_staff = True
    mira.save()
    assert client.get(f"{NAMES}page/", {"q": "vol"}).status_code == 403


def test_kind_without_names_is_not_found(editor):
    assert editor.get(f"{NAMES}keeper/", {"q": "k"}).status_code == 404
