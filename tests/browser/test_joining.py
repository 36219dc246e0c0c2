"""Journey 4: join the Club, come first, pay less, cancel, fail a renewal, and lapse."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from payments.sandbox.testing import Sandbox
from tests.browser import steps
from tests.browser.axe import assert_accessible
from tests.browser.club import Club

RENEWALS_FAIL = "4000 0000 0000 0341"
DAY = 24 * 60 * 60
EARLY = "cold-drop"


@pytest.fixture
def early_piece(club: Club) -> Iterator[str]:
    """A piece in the hours that are the members'; it opens to everyone when it did before."""
    (was,) = club.query("SELECT opens_at FROM catalog_item WHERE slug = %s", EARLY)
    opens = "UPDATE catalog_item SET opens_at = {} WHERE slug = %s RETURNING name"
    club.query(opens.format("now() + interval '6 hours'"), EARLY)
    yield EARLY
    club.query(opens.format("%s"), was[0], EARLY)


def test_a_fan_joins_comes_first_pays_less_and_leaves_with_what_was_bought(
    visitor: Page, early_piece: str
) -> None:
    member = steps.new_member_with(visitor, "unhatched")
    is_told_that_members_come_first(visitor, early_piece)
    stripe = join(visitor)
    try:
        comes_first_and_pays_less(visitor, early_piece)
        cancels_and_thinks_better_of_it(visitor)
        cannot_be_renewed(visitor, stripe, member)
        lapses_and_keeps_the_piece(visitor, stripe)
    finally:
        stripe.reset()  # its clock stands in another month, where no other journey can pay


@pytest.mark.parametrize("size", ["phone"])
def test_joining_needs_no_script_and_minds_no_double_click(plain_visitor: Page, club: Club) -> None:
    member = steps.new_member_with(plain_visitor, "unhatched")
    go_to_stripe(plain_visitor, clicks=2)
    subscribe(plain_visitor, steps.GOOD_CARD)
    of_theirs = "SELECT count(*) FROM {} t JOIN accounts_user u ON u.id = t.member_id"
    for table in ("payments_joining", "payments_membership"):
        found = club.query(of_theirs.format(table) + " WHERE u.handle = %s", member.handle)
        assert found == [(1,)], table


def is_told_that_members_come_first(page: Page, piece: str) -> None:
    page.goto(f"/vault/{piece}/")
    assert_accessible(page)
    page.get_by_role("button", name="Members: add to bag").first.click()
    expect(page.get_by_role("status")).to_contain_text("Members first: Cold Drop opens to everyone")


def join(page: Page) -> Sandbox:
    """By the month, with a card whose renewals will fail; the sandbox it was paid at."""
    page.goto("/club/")
    assert_accessible(page)
    go_to_stripe(page)
    at = urlsplit(page.url)
    subscribe(page, RENEWALS_FAIL)
    assert_accessible(page)
    return Sandbox(f"{at.scheme}://{at.netloc}")


def go_to_stripe(page: Page, clicks: int = 1) -> None:
    page.goto("/club/")
    page.get_by_label("a month").check()
    page.get_by_label("Start my membership at once").check()
    page.get_by_role("button", name="Join the Club").click(click_count=clicks)
    expect(page.get_by_label("Card number")).to_be_visible()


def subscribe(page: Page, card: str) -> None:
    page.get_by_label("Card number").fill(card)
    page.get_by_label("Expiry").fill("12/34")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Name on the card").fill("A Fan")
    page.get_by_role("button", name="Subscribe").click()
    expect(page.get_by_role("heading", name="Your membership")).to_be_visible()
    expect(page.get_by_text("The Club is open to you.")).to_be_visible()


def comes_first_and_pays_less(page: Page, piece: str) -> None:
    page.goto(f"/vault/{piece}/")
    page.get_by_role("button", name="Members: add to bag").first.click()
    expect(page.get_by_text("Off for a member")).to_be_visible()
    assert_accessible(page)
    serial = chooses_the_highest_number(page)
    steps.go_to_payment(page)
    steps.pay_with(page, steps.GOOD_CARD)
    expect(page.get_by_role("heading", name="They are yours now")).to_be_visible()
    receipt = page.get_by_role("region", name="Receipt")
    expect(receipt).to_contain_text("Cold Drop")
    expect(receipt).to_contain_text("Off for a member")
    expect(receipt).to_contain_text("As you chose")
    expect(receipt).to_contain_text(f"Number {serial} of")
    assert_accessible(page)


def chooses_the_highest_number(page: Page) -> str:
    """By the keyboard, among the numbers made of a day and of the piece; says which it is."""
    page.get_by_role("link", name="Choose your number of Cold Drop").click()
    page.get_by_label("A day that means something").fill("1990-03-14")
    page.get_by_role("button", name="Make numbers of it").click()
    assert_accessible(page)
    idea = page.get_by_role("button", name="the highest free")
    serial = idea.get_attribute("value") or ""
    idea.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Your choice,"))).to_be_visible()
    return serial


def cancels_and_thinks_better_of_it(page: Page) -> None:
    page.goto("/club/membership/")
    page.get_by_role("button", name="Card, plan and cancelling, at Stripe").click()
    page.get_by_role("link", name="Cancel subscription").click()
    page.get_by_role("button", name="Cancel subscription").click()
    page.get_by_role("link", name=re.compile("Back to")).click()
    expect(page.get_by_text("Cancelled. The Club is open to you until")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Card, plan and cancelling, at Stripe").click()
    page.get_by_role("button", name="Keep the subscription").click()
    page.get_by_role("link", name=re.compile("Back to")).click()
    expect(page.get_by_text("The Club is open to you.")).to_be_visible()


def cannot_be_renewed(page: Page, stripe: Sandbox, member: steps.Member) -> None:
    stripe.advance(31 * DAY + DAY // 4)
    refused = page.get_by_text("The renewal could not be taken.")
    steps.reload_until(page, "/club/membership/", refused)
    assert_accessible(page)
    steps.open_letter(page, "Your membership could not be renewed", member)


def lapses_and_keeps_the_piece(page: Page, stripe: Sandbox) -> None:
    stripe.advance(21 * DAY)
    steps.reload_until(page, "/club/membership/", page.get_by_text("Your membership ended on"))
    assert_accessible(page)
    expect(page.get_by_role("link", name="Join again")).to_be_visible()
    page.goto("/locker/")
    expect(page.get_by_role("link", name="Cold Drop").first).to_be_visible()
    assert_accessible(page)  # with the card, which says that they are no member now
