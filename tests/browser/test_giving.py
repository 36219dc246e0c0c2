"""Giving: a piece bought as a gift and opened by its link, and one passed on by handle."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.axe import assert_accessible
from tests.browser.club import Club

GIFT, OWN = "tinder-plume", "burnt-margin"  # open editions without a limit


def test_mira_gives_two_pieces_and_kael_accepts_them(
    visitor: Page, another_visitor: Page, club: Club
) -> None:
    steps.sign_in(visitor, "mira")
    buy_one_as_a_gift_and_one_for_herself(visitor)
    kael_opens_the_gift(another_visitor, link_to_hand_over(visitor))
    pass_on_by_handle(visitor)
    kael_accepts_the_transfer(another_visitor)
    assert owners_of_the_newest(club) == {GIFT: "kael", OWN: "kael"}


def buy_one_as_a_gift_and_one_for_herself(page: Page) -> None:
    for piece in (GIFT, OWN):
        steps.put_in_bag(page, piece)
    page.get_by_role("button", name=re.compile("as a gift.*Tinder Plume")).click()
    expect(page.get_by_role("status")).to_contain_text("Tinder Plume is a gift")
    assert_accessible(page)
    steps.go_to_payment(page)
    steps.pay_with(page, steps.GOOD_CARD)
    receipt = page.get_by_role("region", name="Receipt")
    expect(receipt).to_contain_text("as a gift")
    assert_accessible(page)


def link_to_hand_over(page: Page) -> str:
    page.get_by_role("link", name="Hand your gift over").click()
    assert_accessible(page)
    on_its_way = page.get_by_role("region", name="On its way from you")
    on_its_way.get_by_role("link", name="Tinder Plume").click()
    page.get_by_label("Message").fill("For the evening by the fire.")
    page.get_by_role("button", name="Write the card").click()
    expect(page.get_by_role("status")).to_contain_text("The card is written.")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("The link")
    assert_accessible(page)
    return link.input_value()


def kael_opens_the_gift(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", name="Mira has a gift for you")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text("Tinder Plume")
    assert_accessible(page)
    page.get_by_role("button", name="Break the seal").click()
    expect(page.get_by_role("region", name="Gift")).to_contain_text("For the evening by the fire.")
    assert_accessible(page)
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill("kael@ashes.example")
    page.get_by_label("Password").fill(steps.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Accept the gift").click()
    expect(page.get_by_role("status")).to_contain_text("is yours now")


def pass_on_by_handle(page: Page) -> None:
    page.goto("/locker/")
    newest = page.get_by_role("listitem").filter(has_text="Burnt Margin").first
    newest.locator("summary").click()
    newest.get_by_role("link", name=re.compile("^Give")).click()
    page.get_by_label("Their handle").fill("kael")
    assert_accessible(page)
    page.get_by_role("button", name="See what goes").click()
    expect(page.get_by_role("heading", name="Give it to kael?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Ask kael").click()
    expect(page.get_by_role("heading", name="kael is asked")).to_be_visible()
    assert_accessible(page)


def kael_accepts_the_transfer(page: Page) -> None:
    page.get_by_role("link", name="Handovers").click()
    assert_accessible(page)
    page.get_by_role("button", name="Accept Burnt Margin").click()
    expect(page.get_by_role("status")).to_contain_text("is yours now")


def owners_of_the_newest(club: Club) -> dict[str, str]:
    """Who has the copies that were bought last of the two pieces, as the books have it."""
    return dict(
        club.query(
            "SELECT DISTINCT ON (i.slug) i.slug, u.handle FROM payments_copy c"
            " JOIN catalog_item i ON i.id = c.item_id JOIN accounts_user u ON u.id = c.owner_id"
            " WHERE i.slug IN (%s, %s) ORDER BY i.slug, c.acquired_at DESC",
            GIFT,
            OWN,
        )
    )


@pytest.mark.parametrize("size", ["phone"])
def test_giving_needs_no_script(plain_visitor: Page) -> None:
    steps.sign_in(plain_visitor, "mira")
    first = plain_visitor.get_by_role("listitem").filter(has_text="Pyre Plume").first
    first.locator("summary").click()
    first.get_by_role("link", name=re.compile("^Give")).click()
    plain_visitor.get_by_role("button", name="Seal the gift").click()
    plain_visitor.get_by_role("button", name="Make a link").click()
    expect(plain_visitor.get_by_label("The link")).to_have_value(re.compile("/gifts/.{43}/$"))
    plain_visitor.get_by_role("button", name="Take it back").click()
    expect(plain_visitor.get_by_role("status")).to_contain_text("stays with you")
