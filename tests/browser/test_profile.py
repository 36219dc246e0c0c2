"""A member's own account: the profile, letters, data to take along, leaving and staying."""

import re
from zipfile import ZipFile

from django.core import signing
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.club import Club
from tests.browser.steps import PASSWORD, Member, new_member_with, open_letter


def _room(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Account").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    assert_accessible(page)


def _keep(page: Page) -> None:
    page.get_by_role("button", name="Keep it").click()


def _write_profile(page: Page, member: Member) -> None:
    page.goto("/account/profile/")
    page.get_by_role("textbox", name="Handle").fill("adm1n")
    page.get_by_label("About you").fill("Collects what the fire left.")
    page.get_by_label("picture, words and since when").check()
    _keep(page)
    expect(page.get_by_text("This handle is kept back")).to_be_visible()
    expect(page.get_by_label("About you")).to_have_value("Collects what the fire left.")
    assert_accessible(page)
    page.get_by_role("textbox", name="Handle").fill(f"{member.handle}-b")
    _keep(page)
    expect(page.get_by_text("Kept.")).to_be_visible()


def _see_the_page(page: Page, member: Member) -> None:
    page.goto(f"/members/{member.handle}/")
    expect(page).to_have_url(re.compile(f"/members/{member.handle}-b/$"))
    expect(page.get_by_text("Collects what the fire left.")).to_be_visible()
    assert_accessible(page)


def _choose_letters(page: Page, member: Member, club: Club) -> None:
    page.goto("/account/profile/")
    _room(page, "Letters")
    page.get_by_label("News of the house").check()
    _keep(page)
    expect(page.get_by_label("News of the house")).to_be_checked()
    [(pk,)] = club.query("SELECT id FROM accounts_user WHERE email = %s", member.email)
    token = signing.Signer(salt="accounts.letters").sign(f"{pk}:gifts")
    page.goto(f"/account/letters/{token}/end/")
    assert_accessible(page)
    page.get_by_role("button", name="End the letters").click()
    expect(page.get_by_role("heading", name="No more letters")).to_be_visible()
    page.get_by_role("link", name="Choose your letters").click()
    expect(page.get_by_label("Gifts and transfers")).not_to_be_checked()


def _take_the_data(page: Page, member: Member) -> None:
    _room(page, "Your data")
    page.get_by_role("button", name="Pack my data").click()
    expect(page.get_by_text("We are packing it")).to_be_visible()
    open_letter(page, "Your data is packed", member)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="/account/data/").first.click()
    assert "account.json" in ZipFile(fetched.value.path()).namelist()


def _leave_and_stay(page: Page, member: Member) -> None:
    page.goto("/house/privacy/")
    assert_accessible(page)
    page.get_by_role("link", name="Your data").click()
    page.get_by_role("link", name="Remove my account").click()
    page.get_by_label("Your password").fill("not my password")
    page.get_by_role("button", name="Remove my account").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Remove my account").click()
    expect(page.get_by_role("heading", name="Your account is removed on")).to_be_visible()
    assert_accessible(page)
    assert page.goto(f"/members/{member.handle}-b/").status == 404
    open_letter(page, "Your account will be removed", member)
    page.get_by_role("link", name="/account/deletion/").first.click()
    assert_accessible(page)
    page.get_by_role("button", name="Keep my account").click()
    expect(page.get_by_role("heading", name="You stay")).to_be_visible()
    assert page.goto(f"/members/{member.handle}-b/").status == 200


def _choose_the_theme(page: Page) -> None:
    page.goto("/account/profile/")
    page.get_by_label("Light or dark").select_option("Dark")
    _keep(page)
    for address in ("/account/profile/", "/vault/"):
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_member_arranges_the_account_and_thinks_twice_about_leaving(
    visitor: Page, club: Club
) -> None:
    member = new_member_with(visitor, "unhatched")
    _write_profile(visitor, member)
    _see_the_page(visitor, member)
    _choose_letters(visitor, member, club)
    _take_the_data(visitor, member)
    _leave_and_stay(visitor, member)
    _choose_the_theme(visitor)
