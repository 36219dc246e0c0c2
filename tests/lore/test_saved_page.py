"""What saving stores: drawn once, its links found in one statement a kind."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from lore.models import Page


def _looked_up(page, table):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page.render_body()
    sql = [query["sql"] for query in asked if f'FROM "{table}"' in query["sql"]]
    return [q for q in sql if "answers_to" in q or table != "lore_page"]


def test_all_links_are_resolved_in_one_statement_for_pages_and_one_for_items(make_page, make_item):
    for number in range(5):
        make_page(f"Place {number}")
        make_item(slug=f"piece-of-{number}")
    links = " ".join(f"[[Place {n}]] [[item:piece-of-{n}]]" for n in range(5))
    page = make_page("Polar Peak", links)
    assert len(_looked_up(page, "lore_page")) == 1
    assert len(_looked_up(page, "catalog_item")) == 1
    assert page.html.count("<a href=") == 10


def test_page_is_found_by_title_address_and_other_name(make_page):
    target = make_page()
    target.aliases.create(title="The cone")
    page = make_page("Polar Peak", "[[The Volcano]] [[volcano|it]] [[the cone]]")
    assert page.html.count('href="/lore/volcano/"') == 3
    assert {link.target for link in page.links.all()} == {target}


def test_link_to_a_page_not_written_is_kept_as_red(make_page):
    page = make_page("Polar Peak", "Beside [[The Moon]].")
    assert page.links.get().target is None
    assert "not written yet" in page.html


def test_facts_beside_the_article_carry_links_and_no_markup(make_page):
    make_page()
    page = make_page("Polar Peak", infobox=[["Near", "[[The Volcano]] <script>"]])
    assert page.infobox_html == [
        ["Near", '<a href="/lore/volcano/">The Volcano</a> &lt;script&gt;']
    ]


def test_words_of_title_name_and_text_are_searched_with_the_title_first(make_page):
    make_page("Polar Peak", "Far from the volcano.")
    make_page()
    found = Page.objects.published().search("volcano")
    assert [page.title for page in found] == ["The Volcano", "Polar Peak"]


def test_half_a_word_and_a_missing_accent_find_the_page(make_page):
    make_page("Café of Embers")
    assert Page.objects.search("cafe emb").get().title == "Café of Embers"


def test_longest_text_that_is_accepted_can_be_searched(make_page):
    words = " ".join(f"word{n}" for n in range(19_000))
    assert Page.objects.search("word18999").count() == 0
    make_page("Long", words[:199_000])
    assert Page.objects.search("word18000").count() == 1
