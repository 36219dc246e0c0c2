"""The account: an app with codes, a passkey that signs in by itself, and signing out elsewhere."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.club import Club
from tests.browser.steps import PASSWORD, new_member_with

KEY_IN_THE_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def key_holder(visitor: Page) -> Iterator[Page]:
    """A visitor whose device holds passkeys, and who calls the club by a name, as they must."""
    devices = visitor.context.new_cdp_session(visitor)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY_IN_THE_DEVICE})
    yield visitor


def _by_name(club: Club, path: str) -> str:
    return f"http://localhost:{urlsplit(club.url).port}{path}"


def _press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def _sign_in(page: Page, club: Club, email: str) -> None:
    page.goto(_by_name(club, "/account/login/"))
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    _press(page, "Sign in")


def _sign_out(page: Page, club: Club) -> None:
    page.goto(_by_name(club, "/account/logout/"))
    _press(page, "Sign out")
    expect(page).to_have_url(_by_name(club, "/"))


def _set_up_an_app(page: Page) -> None:
    page.get_by_role("link", name="Set up an app").click()
    assert_accessible(page)
    page.get_by_label("Password").fill(PASSWORD)
    _press(page, "It is me")
    expect(page.get_by_role("img", name="Square to scan with your app")).to_be_visible()
    assert_accessible(page)
    secret = page.get_by_label("Secret to type into the app").inner_text()
    now = next(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(secret, now))
    page.get_by_label("Code the app shows now").fill(code)
    _press(page, "Set it up")
    expect(page.get_by_role("heading", name="Codes on paper")).to_be_visible()
    assert_accessible(page)


def _add_a_passkey(page: Page, club: Club) -> None:
    page.goto(_by_name(club, "/account/2fa/webauthn/add/"))
    assert_accessible(page)
    _press(page, "Make the passkey")
    expect(page.get_by_role("link", name="Remove Passkey")).to_be_visible()
    assert_accessible(page)


def test_member_adds_an_app_and_a_passkey_and_signs_in_by_it(key_holder: Page, club: Club) -> None:
    page = key_holder
    member = new_member_with(page, "three-sleepers")
    _sign_in(page, club, member.email)
    page.goto(_by_name(club, "/account/2fa/"))
    _set_up_an_app(page)
    _add_a_passkey(page, club)
    _sign_out(page, club)
    _sign_in(page, club, member.email)
    expect(page.get_by_role("heading", name="The second thing")).to_be_visible()
    assert_accessible(page)
    _press(page, "Sign in another way")
    page.goto(_by_name(club, "/account/login/?next=/account/sessions/"))
    assert_accessible(page)
    _press(page, "Use a passkey")
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    assert_accessible(page)
    _press(page, re.compile("^Sign out there"))
    expect(page.get_by_text("Signed out there.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Sign out there"))).to_have_count(0)


def test_passkey_under_a_number_says_why_it_cannot_be(visitor: Page) -> None:
    visitor.goto("/account/login/")
    _press(visitor, "Use a passkey")
    expect(visitor.get_by_role("alert")).to_contain_text("Open the club by its name")


def test_without_script_the_door_says_what_needs_it(plain_visitor: Page) -> None:
    plain_visitor.goto("/account/login/")
    expect(plain_visitor.get_by_text("A passkey needs JavaScript")).to_be_visible()
    expect(plain_visitor.get_by_role("button", name="Use a passkey")).to_be_hidden()
