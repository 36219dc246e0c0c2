"""Standing in line for a piece that is taken: led to sign in, back again, served and out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.club import Club
from tests.browser.steps import PASSWORD

PIECE = "hearthsong"
HOLD = "UPDATE catalog_item SET held = {} WHERE slug = %s RETURNING held"


@pytest.fixture
def _taken(club: Club) -> Iterator[None]:
    """All its copies are being paid for, until the test is over."""
    club.query(HOLD.format("edition_size - sold"), PIECE)
    yield
    club.query(HOLD.format("0"), PIECE)


def _sign_in(page: Page) -> None:
    page.get_by_label("Email").fill("kael@ashes.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


@pytest.mark.usefixtures("_taken")
def test_member_joins_the_line_sees_their_place_and_leaves(visitor: Page) -> None:
    visitor.goto(f"/vault/{PIECE}/")
    visitor.get_by_role("button", name="Join the line").click()
    _sign_in(visitor)
    expect(visitor.get_by_text("You are not in line.")).to_be_visible()
    assert_accessible(visitor)
    visitor.get_by_role("button", name="Join the line").click()
    expect(visitor.get_by_text("You are first in line.")).to_be_visible()
    assert_accessible(visitor)
    visitor.goto("/wishlist/")
    expect(visitor.get_by_text("You are first in line.")).to_be_visible()
    assert_accessible(visitor)
    visitor.get_by_role("link", name="Hearthsong").last.click()
    visitor.get_by_role("button", name="Leave the line").click()
    expect(visitor.get_by_text("You have left the line for Hearthsong.")).to_be_visible()
