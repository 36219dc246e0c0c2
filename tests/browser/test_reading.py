"""Journey 7, as far as it goes by now, and the house by keyboard, by night and on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import steps
from tests.browser.axe import assert_accessible

COVERED = "he was four weeks out of the ice"  # said only under the ash of the Prisoner's page


def test_a_reader_wipes_the_ash_off_and_follows_the_story_to_a_piece(visitor: Page) -> None:
    open_the_prisoner(visitor)
    assert_accessible(visitor)
    assert COVERED not in visitor.content()
    veil = veil_of_season_8(visitor)
    wipe_the_ash_off(visitor, veil)
    assert_accessible(visitor)
    follow_to_the_volcano(visitor)
    assert_accessible(visitor)
    follow_to_its_piece(visitor)
    assert_accessible(visitor)


def test_without_javascript_what_is_covered_has_a_page_of_its_own(plain_visitor: Page) -> None:
    open_the_prisoner(plain_visitor)
    assert COVERED not in plain_visitor.content()
    veil_of_season_8(plain_visitor).click()
    expect(plain_visitor.get_by_role("heading", name="Season 8", level=1)).to_be_visible()
    expect(plain_visitor.get_by_role("main")).to_contain_text(COVERED)
    plain_visitor.get_by_role("link", name="Back to The Prisoner").click()
    expect(plain_visitor).to_have_url(re.compile("/lore/prisoner/#veil-1$"))
    veil_of_season_8(plain_visitor).click()
    follow_to_the_volcano(plain_visitor)
    follow_to_its_piece(plain_visitor)


def test_a_reader_says_how_far_they_have_got_and_the_pages_open(visitor: Page) -> None:
    visitor.goto("/lore/shield/")
    assert_accessible(visitor)
    open_the_prisoner(visitor)
    say_how_far(visitor, "c1s8")
    expect(visitor).to_have_url(re.compile("/lore/prisoner/$"))
    expect(visitor.get_by_role("article")).to_contain_text(COVERED)
    expect(visitor.get_by_text("Shield: covers all after Chapter 1, Season 8.")).to_be_visible()
    assert_accessible(visitor)
    veil = veil_of_season_8(visitor)
    for says, count in [("Wipe the ash away", 0), ("Cover again", 1)]:
        veil.press("Enter")
        expect(veil).to_contain_text(says)
        expect(visitor.get_by_role("article").get_by_text(COVERED)).to_have_count(count)
    follow_to_the_volcano(visitor)
    expect(visitor).to_have_url(re.compile("^[^/]*//[^/]*/lore/volcano/"))
    expect(visitor.get_by_role("article")).to_contain_text("Lava bombs fell on")
    say_how_far(visitor, "none")
    expect(visitor.get_by_role("article")).not_to_contain_text("Lava bombs fell on")


def test_without_javascript_the_address_says_how_far_and_links_lead_on(plain_visitor: Page) -> None:
    open_the_prisoner(plain_visitor)
    say_how_far(plain_visitor, "c1s8")
    expect(plain_visitor).to_have_url(re.compile("/as-read/c1s8/lore/prisoner/$"))
    expect(plain_visitor.get_by_role("article")).to_contain_text(COVERED)
    follow_to_the_volcano(plain_visitor)
    expect(plain_visitor).to_have_url(re.compile("/as-read/c1s8/lore/volcano/"))
    expect(plain_visitor.get_by_role("article")).to_contain_text("Lava bombs fell on")
    plain_visitor.get_by_role("link", name="Under ash: the end of Season 8").click()
    expect(plain_visitor).to_have_url(re.compile("[0-9]/lore/volcano/#veil-1$"))
    expect(plain_visitor.get_by_role("article")).not_to_contain_text("Lava bombs fell on")


def say_how_far(page: Page, code: str) -> None:
    """By the control of the page that is open, and back to it."""
    page.get_by_role("link", name=re.compile("^(Say how far you have got|Change)$")).click()
    expect(page.get_by_role("heading", name="How far have you got?")).to_be_visible()
    page.get_by_label("The last season").select_option(code)
    page.get_by_role("button", name="Keep it").click()


def open_the_prisoner(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile(r"^All \d+ articles$")).click()
    expect(page.get_by_role("heading", name="The reading room")).to_be_visible()
    page.get_by_role("link", name="The Prisoner", exact=True).first.click()
    expect(page.get_by_role("heading", name="The Prisoner", level=1)).to_be_visible()


def veil_of_season_8(page: Page) -> Locator:
    return page.get_by_role("link", name="Under ash: Season 8")


def wipe_the_ash_off(page: Page, veil: Locator) -> None:
    """By keyboard, off and on and off again: the focus stays, the words say what comes next."""
    article = page.get_by_role("article")
    expect(veil).to_contain_text("Wipe the ash away")
    for says, has_words in [("Cover again", 1), ("Wipe the ash away", 0), ("Cover again", 1)]:
        veil.press("Enter")
        expect(veil).to_contain_text(says)
        expect(veil).to_be_focused()
        expect(veil).to_have_attribute("aria-expanded", "true" if has_words else "false")
        expect(article.get_by_text(COVERED)).to_have_count(has_words)


def follow_to_the_volcano(page: Page) -> None:
    page.get_by_role("paragraph").filter(has_text=COVERED).get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="The Volcano", level=1)).to_be_visible()


def follow_to_its_piece(page: Page) -> None:
    """Lore to piece by "Made from this story", and from the piece's slip back to its lore."""
    made_from_it = page.get_by_role("complementary", name="Made from this story")
    made_from_it.get_by_role("link", name="The Ember Ledger").click()
    expect(page.get_by_role("heading", name="The Ember Ledger", level=1)).to_be_visible()
    slip = page.get_by_role("region").filter(has_text="In the lore")
    expect(
        slip.get_by_role("list", name="Graded claims").get_by_role("listitem")
    ).not_to_have_count(0)
    expect(slip.get_by_role("link", name=re.compile("^Read "))).to_be_visible()


@pytest.mark.parametrize("size", ["desk"])
def test_the_theme_that_was_chosen_stays_from_page_to_page(visitor: Page) -> None:
    visitor.goto("/")
    by_day = visitor.evaluate("() => getComputedStyle(document.body).color")
    visitor.get_by_role("button", name="Use the dark theme").click()
    for address in ("/", "/vault/", "/lore/", "/bag/", "/account/login/"):
        expect(visitor.get_by_role("button", name="Use the light theme")).to_be_visible()
        expect(visitor.locator("html")).to_have_css("color-scheme", "dark")
        expect(visitor.locator("body")).not_to_have_css("color", by_day)
        visitor.goto(address)
    visitor.get_by_role("button", name="Use the light theme").click()
    visitor.reload()
    expect(visitor.get_by_role("button", name="Use the dark theme")).to_be_visible()
    expect(visitor.locator("html")).to_have_css("color-scheme", "light")


@pytest.mark.parametrize("size", ["phone"])
def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(visitor: Page) -> None:
    visitor.goto("/")
    opener = visitor.get_by_role("button", name="Open the menu")
    menu = visitor.get_by_role("navigation", name="Menu")
    expect(menu).to_be_hidden()
    opener.press("Enter")
    expect(menu).to_be_visible()
    assert_accessible(visitor)
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("button", name="Close the menu")).to_be_focused()
    visitor.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    steps.tab_to(visitor, menu.get_by_role("link", name="Lore"))
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", name="The reading room")).to_be_visible()


@pytest.mark.parametrize("size", ["phone"])
def test_the_filters_of_a_phone_lie_on_a_sheet_of_their_own(visitor: Page) -> None:
    visitor.goto("/vault/")
    opener = visitor.get_by_role("button", name="Filters")
    rarity = visitor.get_by_role("group", name="Rarity")
    expect(rarity).to_be_hidden()
    opener.click()
    expect(rarity).to_be_visible()
    assert_accessible(visitor)
    visitor.get_by_role("button", name="Close the filters").click()
    expect(rarity).to_be_hidden()
    opener.press("Enter")
    expect(rarity).to_be_visible()
    visitor.keyboard.press("Escape")
    expect(rarity).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_piece_goes_into_the_bag_by_keyboard_alone(visitor: Page) -> None:
    visitor.goto("/vault/unhatched/")
    skip = visitor.get_by_role("link", name="Skip to the content")
    expect(skip).not_to_be_in_viewport()
    visitor.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("main")).to_be_focused()
    steps.tab_to(visitor, visitor.get_by_role("button", name="Add to bag").first)
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("status")).to_contain_text("Unhatched is in the bag.")
