"""Watching a piece: signed out, into the account, and off the list again; times by two clocks."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.club import Club
from tests.browser.steps import PASSWORD

OPENS = "18 December 2026, 18:00 UTC"


def _watch(page: Page) -> None:
    page.goto("/vault/cold-drop/")
    page.get_by_role("button", name="Watch this edition").click()
    expect(page).to_have_url(re.compile("/wishlist/$"))


def _walk(page: Page) -> None:
    _watch(page)
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill("ash@ashes.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/wishlist/$"))
    expect(page.get_by_text("Added from before you signed in: Cold Drop.")).to_be_visible()


def test_piece_watched_signed_out_follows_its_watcher_in(visitor: Page) -> None:
    _walk(visitor)
    assert_accessible(visitor)
    visitor.get_by_role("button", name="Remove Cold Drop").click()
    expect(visitor.get_by_role("heading", name="Nothing on the list")).to_be_visible()


def test_watching_needs_no_script(plain_visitor: Page) -> None:
    _walk(plain_visitor)
    plain_visitor.get_by_role("button", name="Remove Cold Drop").click()
    expect(plain_visitor.get_by_role("heading", name="Nothing on the list")).to_be_visible()


def test_opening_shows_the_servers_time_and_the_visitors(browser: Browser, club: Club) -> None:
    for zone, own in [
        ("Europe/Berlin", "(19:00 your time)"),
        ("Asia/Tokyo", "(19 Dec, 03:00 your time)"),
        ("Europe/London", ""),
    ]:
        context = browser.new_context(base_url=club.url, timezone_id=zone)
        page = context.new_page()
        page.goto("/vault/cold-drop/")
        shown = page.locator("#buy .edition").inner_text()
        assert shown == f"Opens {OPENS} {own}".strip()
        context.close()


def test_opening_by_the_servers_clock_needs_no_script(plain_visitor: Page) -> None:
    plain_visitor.goto("/vault/cold-drop/")
    expect(plain_visitor.locator("#buy .edition")).to_have_text(f"Opens {OPENS}")


def test_pages_for_machines_and_states_are_accessible(visitor: Page) -> None:
    for address in ("/vault/cold-drop/", "/house/machines/", "/vault/?availability=opening"):
        visitor.goto(address)
        assert_accessible(visitor)
