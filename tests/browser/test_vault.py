"""The vault as visitors walk it: filters that swap in place, suggestions, sets, seasons."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible

PAGES = ["/vault/?rarity=epic", "/vault/?shelf=archive", "/vault/?q=xqzwv", "/search/?q=ember",
         "/search/?q=xqzwv", "/seasons/", "/seasons/C1S8/", "/sets/molt/"]  # fmt: skip


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").first.fill("mira@ashes.example")
    page.locator("input[type=password]").first.fill("phoenix-rises-at-dawn")
    page.locator("main form button[type=submit], main form .btn").first.click()
    page.wait_for_url(re.compile("/locker/"))


def open_filters(page: Page, size: str) -> None:
    if size == "phone":
        page.get_by_role("button", name="Filters").click()


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_no_wider_than_the_screen(visitor, path):
    visitor.goto(path)
    assert_accessible(visitor)
    assert visitor.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_choice_changes_results_address_and_counts_without_a_reload(visitor, size):
    visitor.goto("/vault/")
    visitor.evaluate("window.stays = true")
    open_filters(visitor, size)
    visitor.get_by_role("checkbox", name=re.compile("^Epic")).check()
    if size == "phone":
        visitor.get_by_role("button", name="Show pieces").click()
    expect(visitor).to_have_url(re.compile(r"/vault/\?rarity=epic$"))
    expect(visitor.locator("#found")).to_contain_text("Epic")
    assert visitor.evaluate("window.stays")


# The sheet of a phone closes with its button, and the sentence takes the focus.
@pytest.mark.parametrize("size", ["desk"], indirect=True)
def test_screen_reader_hears_what_is_shown_and_the_keyboard_stays_where_it_was(visitor):
    visitor.goto("/vault/")
    box = visitor.get_by_role("checkbox", name=re.compile("^Mythic"))
    box.focus()
    visitor.keyboard.press("Space")
    expect(visitor.locator("[data-vault-said]")).to_contain_text("Mythic")
    expect(visitor.locator("#rarity-mythic")).to_be_focused()


def test_focus_goes_to_the_sentence_when_what_had_it_is_gone(visitor):
    visitor.goto("/vault/?rarity=epic")
    visitor.get_by_role("link", name="Remove filter: Epic").click()
    expect(visitor).to_have_url(re.compile("/vault/$"))
    expect(visitor.locator("#found")).to_be_focused()


def test_back_and_forward_walk_through_the_selections(visitor):
    visitor.goto("/vault/?rarity=epic")
    visitor.evaluate("window.stays = true")
    visitor.get_by_role("link", name=re.compile("^Next")).click()
    expect(visitor).to_have_url(re.compile("page=2"))
    visitor.get_by_role("link", name="Remove filter: Epic").click()
    expect(visitor).to_have_url(re.compile("/vault/$"))
    visitor.go_back()
    expect(visitor.locator("#found")).to_contain_text("26 to")
    expect(visitor.locator("link[rel=canonical]")).to_have_attribute("href", visitor.url)
    expect(visitor.locator("head link[rel=prev]")).to_have_attribute("href", re.compile("=epic$"))
    expect(visitor.locator("head link[rel=next]")).to_have_attribute("href", re.compile("page=3$"))
    visitor.go_back()
    expect(visitor.locator("#found")).to_contain_text("1 to 25 shown: Epic")
    visitor.go_forward()
    expect(visitor.locator("#found")).to_contain_text("26 to")
    assert visitor.evaluate("window.stays")


def test_filters_work_as_a_plain_form_without_a_script(plain_visitor, size):
    plain_visitor.goto("/vault/")
    open_filters(plain_visitor, size)
    plain_visitor.get_by_role("checkbox", name=re.compile("^Epic")).check()
    plain_visitor.get_by_role("button", name="Show pieces").click()
    expect(plain_visitor).to_have_url(re.compile("rarity=epic"))
    expect(plain_visitor.locator("#found")).to_contain_text("Epic")


def test_suggestions_are_chosen_with_the_keyboard(visitor):
    visitor.goto("/search/")
    field = visitor.get_by_role("combobox")
    field.press_sequentially("phoen")
    names = visitor.get_by_role("option")
    expect(names.first).to_be_visible()
    assert_accessible(visitor)
    field.press("ArrowDown")
    expect(names.first).to_have_attribute("aria-selected", "true")
    address = names.first.get_attribute("href")
    field.press("Enter")
    expect(visitor).to_have_url(re.compile(re.escape(address) + "$"))


def test_suggestions_close_with_escape_and_enter_still_searches(visitor):
    visitor.goto("/search/")
    field = visitor.get_by_role("combobox")
    field.press_sequentially("ember")
    expect(visitor.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(visitor.get_by_role("listbox")).to_be_hidden()
    field.press("Enter")
    expect(visitor.get_by_role("heading", name="In the vault")).to_be_visible()


def test_member_sees_what_is_owned_and_missing_and_completes_a_set(visitor, size):
    sign_in(visitor)
    visitor.goto("/vault/")
    open_filters(visitor, size)
    visitor.get_by_role("link", name="Owned").click()
    expect(visitor).to_have_url(re.compile(r"/vault/yours/\?own=owned"))
    assert_accessible(visitor)
    visitor.goto("/sets/molt/")
    expect(visitor.locator("[data-set-progress]")).to_contain_text("in your Locker")
    assert_accessible(visitor)
    visitor.locator(".lot__name a").first.click()
    expect(visitor.locator("#set [data-set-progress]")).to_contain_text("in your Locker")
    assert visitor.locator("#set .tray").count() == 1
    visitor.go_back()
    visitor.get_by_role("button", name="Complete this set").click()
    expect(visitor).to_have_url(re.compile("/bag/$"))
    expect(visitor.locator("body")).to_contain_text(re.compile("Molt (into the|was in the) bag"))


def test_stranger_is_shown_nothing_of_owned_and_missing(visitor, size):
    visitor.goto("/vault/")
    open_filters(visitor, size)
    expect(visitor.get_by_role("link", name="Owned")).to_be_hidden()
