"""One search over the house; nothing in it leaks, breaks or is anybody's own."""

import pytest

from ashes_club.snippets import START, STOP, marked
from catalog.models import ItemSet, queries
from lore.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(make_item, make_record, kael):
    clutch = ItemSet.objects.create(name="The Cinder Drawer", slug="cinder-drawer")
    make_item(name="Señor Cinder", item_set=clutch, description="Three eggs <b>in</b> a current.")
    make_record(name="Cinder Pick", kind="pickaxe")
    facts = {"kind": "event", "status": "published", "author": kael}
    Page.objects.create(title="Cinder Night", slug="cinder-night", names="Cinder Night",
                        text="The night of 1 < 2 & \"embers\".", **facts)  # fmt: skip
    Page.objects.create(title="Cinder Draft", slug="cinder-draft", names="Cinder Draft",
                        **facts | {"status": "draft"})  # fmt: skip


def found(client, words):
    return client.get("/search/", {"q": words}).text


def suggested(client, words):
    answer = client.get("/search/suggestions/", {"q": words})
    return [one["name"] for one in answer.json()["suggestions"]]


def test_search_joins_pieces_records_sets_and_lore(client, house):
    page = found(client, "cinder")
    for name in ("Señor Cinder", "Cinder Pick", "The Cinder Drawer", "Cinder Night"):
        assert name in page
    assert "Cinder Draft" not in page


@pytest.mark.parametrize("words", ["senor", "Señor", "cind", "cindre", "senoor cinder"])
def test_accents_beginnings_and_misspellings_find_the_same_piece(client, house, words):
    assert "Señor Cinder" in found(client, words)


def test_misspelt_title_finds_its_page_of_the_record(client, house):
    assert "Cinder Night" in found(client, "cindr nigt")


def test_exact_name_comes_before_names_that_hold_it(client, house, make_item):
    make_item(name="Cinder")
    page = found(client, "cinder")
    assert page.index(">Cinder</a>") < page.index(">Señor Cinder</a>")


def test_exact_name_comes_first_even_where_too_much_is_found_to_be_ranked(
    client, make_item, monkeypatch
):
    monkeypatch.setattr(queries, "MOST_RANKED", 3)
    make_item(name="Cinder", accession=1)
    for number in range(20):
        make_item(name=f"Bell of Cinder {number}")
    page = found(client, "cinder")
    assert page.index(">Cinder</a>") < page.index(">Bell of Cinder")
    assert page.count(">Cinder</a>") == 1


def test_words_found_in_a_text_are_marked_and_the_text_stays_text(client, house):
    page = found(client, "embers")
    assert "1 &lt; 2 &amp; &quot;<mark>embers</mark>" in page


def test_marks_that_somebody_wrote_into_a_text_close_or_vanish():
    assert marked(f"a {START}b{STOP} {START}c {STOP}{STOP}<i>") == (
        "a <mark>b</mark> <mark>c </mark>&lt;i&gt;"
    )
    assert marked(f"{START}{START}x") == "x"


def test_search_without_hits_names_the_nearest(client, house):
    page = found(client, "cinderella ball")
    assert "Nothing under that name" in page
    assert "Señor Cinder" in page


def test_suggestions_come_from_items_sets_and_lore_together(client, house):
    assert suggested(client, "cind") == [
        "Cinder Pick", "Señor Cinder", "The Cinder Drawer", "Cinder Night",
    ]  # fmt: skip


def test_suggestions_forgive_spelling_and_keep_drafts_to_themselves(client, house):
    assert "Señor Cinder" in suggested(client, "cindre")
    assert "Cinder Draft" not in suggested(client, "cinder d")


def test_suggestions_are_public_and_may_be_kept_by_any_cache(client, house, mira):
    client.force_login(mira)
    answer = client.get("/search/suggestions/", {"q": "cind"})
    assert "public" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("path", ["/search/", "/search/suggestions/"])
@pytest.mark.parametrize("words", ["\x00", "'", "%", "_", "((", "a & b | !c:*", "a" * 10_000,
                                   "🔥", START, "<->", "\\", '"', "-- ;", "½", "the"])  # fmt: skip
def test_no_words_break_the_search(client, house, path, words):
    # A NUL is refused at the door: ashes_club/guards.py.
    assert client.get(path, {"q": words}).status_code == (400 if "\0" in words else 200)
