"""The graph of ties: drawn, in words, filtered, and never more open than the pages it shows."""

import re

import pytest

from lore.layout import HEIGHT, WIDTH, lay_out
from lore.models import Relation


@pytest.fixture
def tie(make_page, seasons):
    """Tie pages to the Volcano by title, each made with its kind."""
    volcano = make_page(season=seasons["C1S8"])

    def tie_to(title, kind="character", season="C1S8", tie_type="freed", grade="canon"):
        other = make_page(title, kind=kind, season=seasons["C1S8"])
        return Relation.objects.create(
            from_page=volcano, type=tie_type, to_page=other, grade=grade, season=seasons[season]
        )

    return tie_to


@pytest.fixture
def read(client):
    def read_graph(query="", start=""):
        html = client.get(f"{start}/lore/graph/{query}").content.decode()
        return html[html.index("<main") : html.index("</main>")]

    return read_graph


def drawing(html):
    found = re.search(r"<svg class=\"graph web\".*?</svg>", html, re.S)
    return found[0] if found else ""


def test_each_page_of_the_drawing_is_a_link_with_its_name(tie, read):
    tie("The Devourer")
    drawn = drawing(read())
    assert re.search(
        r'<a href="/lore/devourer/"><circle[^>]*/><text[^>]*>The Devourer</text>', drawn
    )
    assert drawn.count("<a ") == 2


def test_same_ties_stand_beside_it_in_words(tie, read):
    tie("The Devourer", grade="theory")
    words = read().split("The same in words")[1]
    assert "<dt>Freed</dt>" in words
    assert "The Devourer</a>, Theory" in words


def test_what_is_only_said_has_a_broken_line(tie, read):
    tie("The Devourer", grade="rumour")
    assert 'class="maybe"' in drawing(read())


def test_tie_of_a_later_season_has_no_name_in_drawing_and_words(tie, read):
    tie("The Ice King")
    tie("The Devourer", season="C1S9")
    html = read()
    assert "The Devourer" not in html
    assert 'class="ashen"' in drawing(html)
    assert "1 more under ash." in html
    assert 'href="/lore/volcano/ties/"' in html


def test_tie_behind_a_gate_has_no_name_either(tie, read, seasons):
    hidden = tie("The Devourer")
    hidden.gate = seasons["C1S9"]
    hidden.save()
    tie("The Ice King")
    assert "The Devourer" not in read()


def test_reader_who_has_got_so_far_sees_the_tie(tie, read):
    tie("The Devourer", season="C1S9")
    assert "The Devourer" in drawing(read(start="/as-read/c1s9"))


@pytest.mark.parametrize(
    ("query", "stays", "goes"),
    [
        ("?grade=theory", "The Devourer", "Sunny Steps"),
        ("?era=the-ice", "Sunny Steps", "The Devourer"),
        ("?era=the-fire-season", "The Devourer", "Sunny Steps"),
    ],
)
def test_filters_keep_what_was_asked_for(tie, read, make_page, seasons, query, stays, goes):
    tie("The Devourer", grade="theory")
    steps, peak = make_page("Sunny Steps"), make_page("Polar Peak")
    Relation.objects.create(
        from_page=steps, type="near", to_page=peak, grade="canon", season=seasons["C1S7"]
    )
    seasons["C1S7"].code = "C1S1"  # the ice begins with the first season
    seasons["C1S7"].save()
    html = drawing(read(query))
    assert stays in html
    assert goes not in html


def test_kind_keeps_ties_with_such_a_page_at_either_end(tie, read):
    tie("The Devourer", kind="character")
    tie("The Unvaulting", kind="event")
    html = drawing(read("?kind=event&around=volcano"))
    assert "The Unvaulting" in html
    assert "The Devourer" not in html


def test_nonsense_in_a_filter_is_left_aside(tie, read):
    tie("The Devourer")
    assert "The Devourer" in drawing(read("?era=x&grade=%27&kind=<b>"))


def test_no_such_ties_is_said_with_a_way_out(tie, read):
    tie("The Devourer")
    html = read("?grade=debunked")
    assert "No such ties" in html
    assert not drawing(html)


def test_round_one_page_the_page_stands_in_the_middle(tie, read, make_page):
    tie("The Devourer")
    far, farther = make_page("Zeus"), make_page("Mount Olympus")
    Relation.objects.create(from_page=far, type="lives_on", to_page=farther, grade="canon")
    html = read("?around=volcano")
    assert "Zeus" not in html
    assert re.search(r'class="hub" cx="600" cy="390"', drawing(html))
    assert html.index('class="is-hub"') < html.index("The Devourer</text>")


def test_round_one_page_the_ties_between_its_neighbours_are_drawn(tie, read):
    one, other = tie("The Devourer").to_page, tie("The Ice King").to_page
    Relation.objects.create(from_page=other, type="imprisons", to_page=one, grade="canon")
    html = read("?around=volcano")
    assert "<dt>Imprisons</dt>" in html
    assert drawing(html).count("<line") == 3


def test_ties_read_from_the_page_in_the_middle(tie, read):
    tie("The Prisoner", tie_type="imprisoned_in")
    assert "<dt>Held captive</dt>" in read("?around=prisoner")


def test_graph_round_a_page_that_cannot_be_read_is_404(client, make_page):
    make_page("The Lid", status="draft")
    assert client.get("/lore/graph/?around=lid").status_code == 404
    assert client.get("/lore/graph/?around=nothing").status_code == 404


def test_draft_is_no_neighbour(tie, read):
    hidden = tie("The Devourer").to_page
    hidden.status = "draft"
    hidden.save()
    assert "The Devourer" not in read()


def test_pages_without_room_are_counted(tie, read, monkeypatch):
    monkeypatch.setattr("lore.relation_graph.MOST_PAGES", 3)
    for title in ("One", "Two", "Three"):
        tie(title)
    assert "1 page with fewer ties had no room" in read()


def test_statements_do_not_grow_with_the_ties(client, tie, django_assert_max_num_queries):
    for number in range(8):
        tie(f"Place {number}")
    client.get("/lore/graph/")
    with django_assert_max_num_queries(2):
        client.get("/lore/graph/")
    with django_assert_max_num_queries(4):
        client.get("/lore/graph/?around=volcano&era=the-fire-season")


# --- the layout ----------------------------------------------------------------------------------
STAR = tuple((0, other) for other in range(1, 12))


def test_same_ties_are_always_drawn_alike():
    first = lay_out(12, STAR, has_hub=True)
    lay_out.cache_clear()
    assert lay_out(12, STAR, has_hub=True) == first


def test_every_page_stands_on_the_sheet_and_no_name_on_another():
    places = lay_out(12, STAR, has_hub=True)
    assert places[0] == (WIDTH / 2, HEIGHT / 2)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)
    for place, (x, y) in enumerate(places):
        for other_x, other_y in places[place + 1 :]:
            assert abs(x - other_x) >= 150 or abs(y - other_y) >= 30


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_pages_are_laid_out_too(count):
    assert len(lay_out(count, (), has_hub=False)) == count
