"""Collect: a Locker is walked, a number shown and certified, and its owner says what it is like."""

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.steps import sign_in

# One for each size: both walk through the same club.
REVIEWED = {"phone": "Slow Burn", "desk": "First Feather"}


def _act(page: Page, piece: str, act: str) -> None:
    """Choose what is folded away beside a piece in the Locker."""
    lot = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=piece))
    lot.locator("summary").click()
    lot.get_by_role("link", name=act).click()


def test_collector_narrows_the_locker_and_shows_what_a_number_is(
    visitor: Page, another_visitor: Page
) -> None:
    sign_in(visitor, "mira")
    visitor.get_by_label("Set").select_option(label="The Black Pair (6)")
    visitor.get_by_label("Sort by").select_option(label="Number, lowest first")
    visitor.get_by_role("button", name="Show").click()
    expect(visitor.get_by_text("6 of 10 pieces.")).to_be_visible()
    expect(visitor.locator(".lot__name").first).to_have_text("Carbon Copy")
    assert_accessible(visitor)

    _act(visitor, "Carbon Copy", "Certificate")
    expect(visitor.get_by_role("img", name="a code for a camera")).to_be_visible()
    assert_accessible(visitor)

    # Whoever is handed the paper, and has no account.
    another_visitor.goto(visitor.locator(".certificate footer a").get_attribute("href") or "")
    expect(another_visitor.get_by_role("heading", name="Its holder still has it")).to_be_visible()
    assert_accessible(another_visitor)
    another_visitor.get_by_role("link", name="The history of this number").click()
    expect(another_visitor.get_by_role("heading", name="Who has had it")).to_be_visible()
    assert_accessible(another_visitor)
    another_visitor.get_by_role("link", name="mira").first.click()
    expect(another_visitor.get_by_role("heading", name="In the Locker")).to_be_visible()
    assert_accessible(another_visitor)
    card = another_visitor.locator("meta[property='og:image']").get_attribute("content") or ""
    assert another_visitor.request.get(card).headers["content-type"].startswith("image/")

    visitor.goto("/locker/downloads/")
    files = visitor.get_by_role("region", name="Downloads").get_by_role("link")
    for link in (files.first, visitor.get_by_role("link", name="As CSV")):
        with visitor.expect_download() as fetched:
            link.click()
        assert fetched.value.path().stat().st_size > 0


def test_owner_says_what_a_piece_is_like_and_a_stranger_reads_it(
    plain_visitor: Page, another_visitor: Page, size: str
) -> None:
    piece, words = REVIEWED[size], f"It was quiet on the {size} for a week, and then it was not."
    sign_in(plain_visitor, "mira")
    _act(plain_visitor, piece, "Review")
    plain_visitor.get_by_role("button", name="Enter the review").click()
    expect(plain_visitor.get_by_text("Choose how many stars, one to five.")).to_be_visible()
    plain_visitor.get_by_label("4 of 5").check()
    plain_visitor.get_by_label("What you say of it").fill(words)
    plain_visitor.get_by_role("button", name="Enter the review").click()
    expect(plain_visitor.get_by_text(f"Your review of {piece} is on the page")).to_be_visible()

    another_visitor.goto(f"/vault/{piece.lower().replace(' ', '-')}/")
    review = another_visitor.get_by_role("article").filter(has_text=words)
    expect(review.get_by_text(re.compile("4 of 5"))).to_be_visible()
    assert_accessible(another_visitor)
    review.get_by_role("link", name="Report").click()
    assert_accessible(another_visitor)
    another_visitor.get_by_label("It is not about the piece").check()
    another_visitor.get_by_role("button", name="Report it").click()
    expect(another_visitor.get_by_text("Somebody of the house will look at it.")).to_be_visible()
