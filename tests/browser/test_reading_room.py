"""Journey 7, whole: the article, its paper twin, the timeline, the ties, what changed."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.axe import assert_accessible

PAGES = [
    "/lore/volcano/",
    "/lore/volcano/revisions/",
    "/lore/volcano/revisions/1/",
    "/lore/changes/",
    "/lore/timeline/",
    "/lore/graph/",
    "/lore/graph/?around=volcano&grade=canon",
    "/lore/graph/?grade=debunked&kind=work",
    "/lore/search/",
    "/lore/search/?q=volcno+nobody",
]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_no_wider_than_the_screen(visitor: Page, path: str) -> None:
    visitor.goto(path)
    assert_accessible(visitor)
    assert visitor.evaluate("document.documentElement.scrollWidth <= innerWidth")


# --- searching it --------------------------------------------------------------------------------
def test_a_search_of_the_record_is_narrowed_widened_and_turned(visitor: Page, size: str) -> None:
    visitor.goto("/lore/")
    visitor.get_by_role("main").get_by_role("searchbox", name="Search the lore").fill("fire")
    visitor.keyboard.press("Enter")
    pages = visitor.get_by_role("region", name="Pages")
    expect(pages.locator("mark").first).to_have_text(re.compile("fire", re.I))
    assert_accessible(visitor)
    if size == "phone":
        visitor.get_by_role("button", name="Filters").click()
    visitor.get_by_role("group", name="Kind").get_by_text("Character").click()
    assert_accessible(visitor)
    visitor.get_by_role("button", name="Show pages").click()
    expect(pages.get_by_text("Character, Chapter").first).to_be_visible()
    assert_accessible(visitor)
    visitor.get_by_role("link", name="Remove filter: Character").click()
    visitor.get_by_role("link", name="After").click()
    expect(visitor.get_by_text("Sheet 2 of")).to_be_visible()


# --- the article ---------------------------------------------------------------------------------
@pytest.mark.parametrize("size", ["desk"])
def test_contents_follow_the_reader(visitor: Page) -> None:
    visitor.goto("/lore/volcano/")
    contents = visitor.get_by_role("navigation", name="Contents")
    expect(contents.locator("[aria-current]")).to_have_text("The rise")
    contents.get_by_role("link", name="What is known").click()
    expect(contents.locator("[aria-current]")).to_have_text("What is known")
    visitor.keyboard.press("End")
    expect(contents.locator("[aria-current]")).to_have_text("Revision history")
    # A key that comes while the last one still scrolls is lost now and then.
    visitor.wait_for_function("innerHeight + scrollY >= document.body.scrollHeight - 2")
    visitor.keyboard.press("Home")
    expect(contents.locator("[aria-current]")).to_have_text("The rise")


@pytest.mark.parametrize("size", ["desk"])
def test_without_a_script_contents_are_links_and_none_is_current(plain_visitor: Page) -> None:
    plain_visitor.goto("/lore/volcano/")
    contents = plain_visitor.get_by_role("navigation", name="Contents")
    expect(contents.locator("[aria-current]")).to_have_count(0)
    contents.get_by_role("link", name="What is known").click()
    expect(plain_visitor).to_have_url(re.compile("#known$"))


def test_heading_is_the_way_to_itself(plain_visitor: Page) -> None:
    plain_visitor.goto("/lore/volcano/")
    heading = plain_visitor.get_by_role("heading", name="The rise", exact=True)
    heading.get_by_role("link").click()
    expect(plain_visitor).to_have_url(re.compile("#s-the-rise$"))


def test_source_and_back_to_the_sentence(plain_visitor: Page) -> None:
    plain_visitor.goto("/lore/volcano/")
    cite = plain_visitor.locator("#cite-1-1")
    cite.click()
    expect(plain_visitor).to_have_url(re.compile("#source-1$"))
    plain_visitor.locator("#source-1").get_by_role("link", name="place a of source 1").click()
    expect(plain_visitor).to_have_url(re.compile("#cite-1-1$"))
    expect(cite).to_be_in_viewport()


def test_grade_is_explained_one_tap_away_and_closed_with_escape(visitor: Page) -> None:
    visitor.goto("/lore/volcano/")
    told = visitor.locator("#told-canon")
    expect(told).to_be_hidden()
    mark = visitor.get_by_role("list", name="Graded claims").get_by_role("button", name="Canon")
    mark.first.click()
    expect(told).to_be_in_viewport(ratio=0.9)
    expect(told).to_contain_text("Seen or read in the game itself")
    assert_accessible(visitor)
    visitor.keyboard.press("Escape")
    expect(told).to_be_hidden()


def test_grade_is_explained_without_a_script_and_leads_to_all_five(plain_visitor: Page) -> None:
    plain_visitor.goto("/lore/volcano/")
    claims = plain_visitor.get_by_role("list", name="Graded claims")
    claims.get_by_role("button", name="Theory").first.press("Enter")
    plain_visitor.locator("#told-theory").get_by_role("link").click()
    expect(plain_visitor).to_have_url(re.compile("/lore/grades/#grade-theory$"))


def test_picture_is_laid_large_and_the_focus_returns(visitor: Page) -> None:
    visitor.goto("/lore/volcano/")
    opener = visitor.get_by_role("button", name=re.compile("^See it large")).first
    opener.press("Enter")
    dialog = visitor.get_by_role("dialog", name=re.compile("^Plate"))
    expect(dialog).to_be_visible()
    assert_accessible(visitor)
    visitor.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_print_is_offered_where_a_script_can_do_it(visitor: Page, plain_visitor: Page) -> None:
    for page, count in [(visitor, 1), (plain_visitor, 0)]:
        page.goto("/lore/volcano/")
        expect(page.get_by_role("button", name="Print")).to_have_count(count)


@pytest.mark.parametrize("size", ["desk"])
def test_on_paper_stand_words_and_addresses_and_nothing_of_the_house(visitor: Page) -> None:
    visitor.goto("/lore/volcano/")
    visitor.emulate_media(media="print")
    for shown in (visitor.get_by_role("heading", level=1), visitor.locator(".imprint")):
        expect(shown).to_be_visible()
    for gone in (".masthead", ".article__rail", ".leaf-acts", ".colophon", "#history", ".backs"):
        expect(visitor.locator(gone).first).to_be_hidden()
    after = "getComputedStyle(document.querySelector('.veil__bar'), '::after').content"
    assert "it tells of a later season" in visitor.evaluate(after)
    link = "getComputedStyle(document.querySelector('.sources a[href^=http]'), '::after').content"
    assert "http" in visitor.evaluate(link)


# --- the timeline ----------------------------------------------------------------------------
def test_cord_is_drawn_by_keyboard_and_says_where_it_is(visitor: Page) -> None:
    visitor.goto("/lore/timeline/")
    cord = visitor.get_by_role("slider", name="The cord")
    expect(cord).to_have_attribute("aria-valuetext", re.compile("^Chapter 1, Season 1, "))
    cord.focus()
    for _ in range(4):
        visitor.keyboard.press("ArrowRight")
    season = visitor.locator("[data-now]")
    expect(season.get_by_role("heading")).to_be_in_viewport()
    name = season.get_attribute("data-season") or ""
    expect(cord).to_have_attribute("aria-valuetext", re.compile(f"^{re.escape(name)}, "))
    expect(cord).to_be_focused()
    visitor.keyboard.press("End")
    expect(visitor.locator("[data-season]").last).to_be_in_viewport()


def test_cord_follows_the_page_and_tells_nothing_that_is_covered(visitor: Page) -> None:
    visitor.goto("/lore/timeline/")
    season = visitor.locator("#season-c1s9")
    covered = season.get_by_role("link", name=re.compile("^Under ash until"))
    expect(covered.first).to_be_attached()
    season.evaluate("element => element.scrollIntoView()")
    cord = visitor.get_by_role("slider", name="The cord")
    expect(cord).to_have_attribute(
        "aria-valuetext", re.compile("^Chapter 1, Season 9, .* under ash")
    )
    expect(visitor.locator("[data-scrub-said]")).to_have_text("Chapter 1, Season 9")


def test_without_a_script_the_timeline_is_a_plain_ordered_list(plain_visitor: Page) -> None:
    plain_visitor.goto("/lore/timeline/")
    expect(plain_visitor.get_by_role("slider")).to_have_count(0)
    headings = plain_visitor.get_by_role("main").get_by_role("heading", level=2)
    expect(headings.first).to_have_text("Chapter 1")


# --- the graph of ties --------------------------------------------------------------------------
def drawing(page: Page) -> Locator:
    return page.get_by_role("region", name="The ties, drawn")


def test_ties_are_filtered_without_a_script_and_drawing_and_words_agree(
    plain_visitor: Page,
) -> None:
    plain_visitor.goto("/lore/graph/")
    plain_visitor.get_by_label("Grade").select_option("theory")
    plain_visitor.get_by_role("button", name="Show these ties").click()
    expect(plain_visitor).to_have_url(re.compile("grade=theory"))
    expect(plain_visitor.get_by_label("Grade")).to_have_value("theory")
    expect(plain_visitor.locator(".web line.maybe").first).to_be_attached()
    expect(plain_visitor.locator(".web line:not(.maybe)")).to_have_count(0)
    expect(plain_visitor.locator(".web-list")).not_to_contain_text(", Canon")
    plain_visitor.get_by_role("link", name="The whole graph").click()
    expect(plain_visitor).to_have_url(re.compile("/lore/graph/$"))


def test_pages_of_the_drawing_are_walked_by_keyboard(visitor: Page) -> None:
    visitor.goto("/lore/graph/?around=volcano")
    first = drawing(visitor).get_by_role("link").first
    expect(first).to_have_attribute("href", "/lore/volcano/")
    first.focus()
    visitor.keyboard.press("Tab")
    second = drawing(visitor).get_by_role("link").nth(1)
    expect(second).to_be_focused()
    expect(second.locator("circle")).to_have_css("stroke-width", "4px")
    address = second.get_attribute("href") or ""
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile(re.escape(address) + "$"))


def test_from_an_article_to_its_ties_and_on_to_those_of_a_neighbour(plain_visitor: Page) -> None:
    plain_visitor.goto("/lore/volcano/")
    plain_visitor.get_by_role("link", name="Graph of ties").click()
    expect(plain_visitor.get_by_role("heading", level=1)).to_have_text("Ties of the Volcano")
    plain_visitor.get_by_role("link", name="Its ties: The Prisoner").first.click()
    expect(plain_visitor.get_by_role("heading", level=1)).to_have_text("Ties of the Prisoner")


# --- what changed, and anywhere ------------------------------------------------------------------
def test_a_change_leads_to_the_article_as_that_revision_had_it(plain_visitor: Page) -> None:
    plain_visitor.goto("/lore/")
    plain_visitor.get_by_role("link", name="Recent changes").click()
    plain_visitor.get_by_role("link", name=re.compile("^revision 1")).first.click()
    expect(plain_visitor.get_by_role("note")).to_contain_text("Revision 1")
    plain_visitor.get_by_role("link", name="Read the newest").click()
    expect(plain_visitor).to_have_url(re.compile(r"/lore/[\w-]+/$"))


def test_chance_leads_to_an_article(plain_visitor: Page) -> None:
    plain_visitor.goto("/lore/")
    plain_visitor.get_by_role("link", name="A page at random").click()
    expect(plain_visitor).to_have_url(re.compile(r"/lore/[\w-]+/$"))
    expect(plain_visitor.get_by_role("article")).to_be_visible()


@pytest.mark.parametrize("size", ["desk"])
def test_markdown_of_an_article_is_offered_and_answers(visitor: Page) -> None:
    visitor.goto("/lore/volcano/")
    address = visitor.get_by_role("link", name="As Markdown").get_attribute("href") or ""
    answer = visitor.request.get(address)
    assert answer.headers["content-type"].startswith("text/markdown")
    assert "# The Volcano" in answer.text()


def test_article_is_walked_by_keyboard_and_the_focus_is_always_seen(visitor: Page) -> None:
    visitor.goto("/lore/volcano/")
    steps.tab_to(visitor, visitor.get_by_role("link", name="As Markdown"))
