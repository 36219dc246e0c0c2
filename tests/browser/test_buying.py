"""Journey 2: from the front page to a numbered piece in the Locker, and what can go wrong."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser import steps
from tests.browser.axe import assert_accessible
from tests.browser.club import Club
from tests.browser.steps import Look, Member

SERIAL = re.compile(r"Number (\d+) of 400")
NUMBER = re.compile(r"AC-\d{4}-\d{6}")


def test_a_visitor_buys_a_piece_and_it_is_in_the_locker(visitor: Page, club: Club) -> None:
    buy_from_the_front_page_on(visitor, club, assert_accessible)


def test_a_visitor_without_javascript_buys_a_piece(plain_visitor: Page, club: Club) -> None:
    buy_from_the_front_page_on(plain_visitor, club, steps.pass_by)


def buy_from_the_front_page_on(page: Page, club: Club, look: Look) -> None:
    member = Member()
    find_unhatched_in_the_vault(page, look)
    fill_the_bag(page, look)
    steps.sign_up(page, member, look)
    expect(page.get_by_role("status")).to_contain_text(
        "Added from before you signed in: Unhatched."
    )
    look(page)
    pay(page, look)
    order, serial = read_the_receipt(page, club, member, look)
    find_it_in_the_locker(page, serial, look)
    download_it(page, look)
    steps.open_letter(page, f"Receipt {order}", member, look)
    expect(page.get_by_role("main")).to_contain_text(f"No. {serial} / 400")
    expect(page.get_by_role("main")).to_contain_text(f"/orders/{order}/")


def find_unhatched_in_the_vault(page: Page, look: Look) -> None:
    page.goto("/")
    look(page)
    page.get_by_role("link", name="Walk the vault").first.click()
    expect(page.get_by_role("heading", name="The vault")).to_be_visible()
    look(page)
    opens_a_sheet = page.get_by_role("button", name="Filters")
    if opens_a_sheet.is_visible():
        opens_a_sheet.click()
    page.get_by_role("group", name="Rarity").get_by_label("Epic").check()
    page.get_by_role("group", name="Set", exact=True).get_by_label("What Sleeps").check()
    shows = page.get_by_role("button", name="Show pieces")
    if shows.is_visible():  # with a script, a wide screen swaps its pieces at each choice
        shows.click()
    expect(page.get_by_role("link", name="Remove filter: Epic")).to_be_visible()
    expect(page.get_by_role("link", name="First Feather")).to_have_count(0)
    look(page)
    page.get_by_role("link", name="Unhatched").click()


def fill_the_bag(page: Page, look: Look) -> None:
    expect(page.get_by_role("heading", name="Unhatched", level=1)).to_be_visible()
    look(page)
    page.get_by_role("button", name="Add to bag").first.click()
    expect(page.get_by_role("status")).to_contain_text("Unhatched is in the bag.")
    look(page)


def pay(page: Page, look: Look) -> None:
    expect(page.get_by_role("link", name="Unhatched")).to_be_visible()
    steps.go_to_payment(page)
    look(page)
    steps.pay_with(page, steps.GOOD_CARD)
    expect(page.get_by_role("heading", name="It is yours now")).to_be_visible()
    look(page)


def read_the_receipt(page: Page, club: Club, member: Member, look: Look) -> tuple[str, int]:
    """Its order number and the copy's number, once the books have proved them true."""
    receipt = page.get_by_role("region", name="Receipt")
    expect(receipt).to_contain_text("Paid by card ending 4242")
    text = receipt.inner_text()
    order, serial = NUMBER.search(text)[0], int(SERIAL.search(text)[1])
    assert "€26.00" in text
    assert copies_of(club, member) == [(order, serial, 2600)]
    return order, serial


def copies_of(club: Club, member: Member) -> list[tuple]:
    """Order number, serial and amount paid of all that a member owns, as the books have it."""
    return club.query(
        "SELECT o.number, c.serial, o.total_cents FROM payments_copy c"
        " JOIN payments_orderline l ON l.id = c.order_line_id"
        " JOIN payments_order o ON o.id = l.order_id"
        " JOIN accounts_user u ON u.id = c.owner_id"
        " WHERE u.email = %s AND o.paid_at IS NOT NULL",
        member.email,
    )


def find_it_in_the_locker(page: Page, serial: int, look: Look) -> None:
    page.get_by_role("link", name="Open your Locker").click()
    pieces = page.get_by_role("region", name="Pieces")
    expect(pieces.get_by_role("link", name="Unhatched", exact=True)).to_be_visible()
    expect(pieces).to_contain_text(f"Number {serial} of 400")
    look(page)
    page.get_by_role("link", name="Downloads").click()
    look(page)


def download_it(page: Page, look: Look) -> None:
    """The file is the picture that its row promises."""
    row = page.get_by_role("row", name="Unhatched").first
    with page.expect_download() as waiting:
        row.get_by_role("link", name="Download").click()
    with Image.open(Path(waiting.value.path())) as picture:
        picture.load()
        assert picture.format == "WEBP"
        assert "{} × {} px".format(*picture.size) in row.inner_text()


@pytest.mark.parametrize("size", ["phone"])
def test_after_a_declined_card_another_one_pays(visitor: Page, club: Club) -> None:
    member = steps.new_member_with(visitor, "unhatched")
    steps.go_to_payment(visitor)
    steps.pay_with(visitor, steps.DECLINED_CARD)
    refusal = visitor.get_by_role("alert")
    expect(refusal).to_contain_text("Your card was declined. Nothing was taken.")
    assert_accessible(visitor)
    assert copies_of(club, member) == []
    steps.pay_with(visitor, steps.GOOD_CARD)
    expect(visitor.get_by_role("heading", name="It is yours now")).to_be_visible()
    assert len(copies_of(club, member)) == 1


@pytest.mark.parametrize("size", ["desk"])
def test_a_card_with_3d_secure_pays_once_the_bank_agrees(visitor: Page, club: Club) -> None:
    member = steps.new_member_with(visitor, "unhatched")
    steps.go_to_payment(visitor)
    steps.pay_with(visitor, steps.CARD_WITH_3D_SECURE)
    expect(visitor.get_by_role("heading", name="Your bank asks: is it you?")).to_be_visible()
    assert_accessible(visitor)
    assert copies_of(club, member) == []
    visitor.get_by_role("button", name="Complete authentication").click()
    expect(visitor.get_by_role("region", name="Receipt")).to_contain_text("card ending 3184")
    assert len(copies_of(club, member)) == 1


@pytest.mark.parametrize("size", ["desk"])
def test_whoever_turns_back_at_payment_finds_the_bag_as_it_was(visitor: Page, club: Club) -> None:
    member = steps.new_member_with(visitor, "unhatched")
    steps.go_to_payment(visitor)
    visitor.get_by_role("link", name="Back to Ashes Club").click()
    expect(visitor).to_have_url(re.compile("/bag/$"))
    expect(visitor.get_by_role("status")).to_contain_text(
        "Nothing was taken. Your pieces are still in the bag."
    )
    expect(visitor.get_by_role("link", name="Unhatched")).to_be_visible()
    assert_accessible(visitor)
    assert copies_of(club, member) == []


@pytest.mark.parametrize("size", ["phone"])
def test_a_browser_that_never_comes_back_has_bought_all_the_same(visitor: Page, club: Club) -> None:
    member = steps.new_member_with(visitor, "unhatched")
    steps.go_to_payment(visitor)
    visitor.route("**/c/pay/**", pay_and_hear_nothing)
    with visitor.expect_event("requestfailed"):
        steps.pay_with(visitor, steps.GOOD_CARD)
    later = visitor.context.new_page()
    visitor.close()
    piece = later.get_by_role("region", name="Pieces").get_by_role("link", name="Unhatched")
    steps.reload_until(later, "/locker/", piece)
    assert len(copies_of(club, member)) == 1


def pay_and_hear_nothing(route: Route) -> None:
    """The form reaches Stripe; the browser is gone before the answer that leads back to us."""
    assert route.fetch(max_redirects=0).status == 302
    route.abort()


def test_every_tab_of_a_full_locker_is_accessible(visitor: Page) -> None:
    steps.sign_in(visitor, "mira")
    tabs = visitor.get_by_role("navigation", name="Locker")
    shown = {"Pieces": "Pyre Plume", "Sets": "2 of 7", "Downloads": "Pyre Plume", "Orders": "Paid"}
    for tab, words in shown.items():
        tabs.get_by_role("link", name=tab).click()
        expect(tabs.get_by_role("link", name=tab)).to_have_attribute("aria-current", "page")
        expect(visitor.get_by_role("main")).to_contain_text(words)
        assert_accessible(visitor)
