"""What strangers try at the door: guessing, counting, fixing a session, writing into headers."""

import time

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import reverse

from tests.accounts.conftest import PASSWORD

SIGN_IN = "/account/login/"


def _try(browser, password="cold ash in the wind", login="mira@ashes.example", **extra):
    return browser.post(SIGN_IN, {"login": login, "password": password}, **extra)


def test_sixth_wrong_password_is_too_many_even_if_the_next_is_right(address):
    answers = [_try(Client()).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert _try(Client(), PASSWORD).status_code == 429


def test_unknown_address_is_limited_like_a_known_one(db):
    answers = [_try(Client(), login="nobody@ashes.example").status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_limit_counts_whatever_letters_an_address_is_written_in(address):
    logins = ["mira@ashes.example", "MIRA@ashes.example", "Mira@Ashes.Example"] * 2
    assert [_try(Client(), login=each).status_code for each in logins][-1] == 429


def test_many_addresses_from_one_place_meet_a_page_that_says_so(db):
    answers = [_try(Client(), login=f"fan{each}@ashes.example") for each in range(31)]
    assert answers[-1].status_code == 429
    assert "tried too often" in answers[-1].text


@pytest.fixture
def three_a_minute(settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}


def test_visitors_behind_our_proxy_are_counted_apart(db, settings, three_a_minute):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    seen = ["203.0.113.7"] * 4 + ["198.51.100.1, 203.0.113.8"]
    assert _codes(seen) == [422, 422, 422, 429, 422]


def test_nobody_escapes_the_limit_by_naming_other_addresses(db, three_a_minute):
    seen = [f"203.0.113.{each}" for each in range(4)]
    assert _codes(seen)[-1] == 429


def _codes(seen):
    return [_try(Client(), HTTP_X_FORWARDED_FOR=each).status_code for each in seen]


@pytest.mark.parametrize("name", ["account_reset_password", "account_request_login_code"])
def test_letters_to_one_address_are_limited(address, name):
    answers = [Client().post(reverse(name), {"email": address.email}) for _ in range(6)]
    assert answers[-1].status_code == 429


def test_session_is_another_one_after_signing_in(client, sign_in):
    client.get(SIGN_IN)
    session = client.session
    session["left"] = "by a stranger"
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert not type(session)().exists(before)


@pytest.mark.parametrize("name", ["address", "nobody"])
def test_wrong_password_is_hashed_once_whether_the_address_is_known(
    settings, address, name, monkeypatch
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1)
    address.user.set_password(PASSWORD)
    address.user.save()
    hashed, encode = [], PBKDF2PasswordHasher.encode

    def counted(self, password, *args):
        hashed.append(password)
        return encode(self, password, *args)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    _try(Client(), login=address.email if name == "address" else "nobody@ashes.example")
    assert hashed == ["cold ash in the wind"]


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(client, sign_in, goal):
    assert sign_in(client, next=goal).url == reverse("payments:locker")


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password"])
def test_letter_has_no_header_a_visitor_wrote(client, db, name, letters):
    given = {"email": "a@b.example\r\nBcc: all@ashes.example", "password1": PASSWORD}
    assert client.post(reverse(name), given).status_code == 422
    assert letters() == []


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_request_login_code",
        "mfa_login_webauthn",
        "account_logout",
        "usersessions_list",
        "socialaccount_connections",
        "account_email",
        "account_change_password",
        "mfa_generate_recovery_codes",
    ],
)
def test_form_of_another_site_is_refused(mira, name):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(mira)
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert browser.post(reverse(name), headers=foreign).status_code == 403
    assert browser.post(reverse(name)).status_code == 403


def test_link_for_a_new_password_works_once_and_for_three_days(address, letters, mailoutbox):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": address.email})
    letters()
    link = next(line for line in mailoutbox[-1].body.splitlines() if "/reset/key/" in line)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "warm ash in it", "password2": "warm ash in it"})
    assert "gone out" in Client().get(link, follow=True).text


def test_clock_of_the_session_is_kept_by_the_server(client, sign_in, settings):
    sign_in(client, remember="on")
    assert client.session.get_expiry_date().timestamp() - time.time() <= settings.SESSION_COOKIE_AGE
    assert not client.session.get_expire_at_browser_close()


def test_session_ends_with_the_browser_unless_it_is_to_be_kept(client, sign_in):
    sign_in(client)
    assert client.session.get_expire_at_browser_close()


def test_being_kept_signed_in_outlasts_the_second_step(client, sign_in, with_app, app_code):
    sign_in(client, remember="on")
    client.post(reverse("mfa_authenticate"), {"code": app_code(with_app)})
    assert "_auth_user_id" in client.session
    assert not client.session.get_expire_at_browser_close()


def test_session_by_code_ends_with_the_browser_too(client, address, newest_code):
    client.post(reverse("account_request_login_code"), {"email": address.email})
    client.post(reverse("account_confirm_login_code"), {"code": newest_code()})
    assert client.session.get_expire_at_browser_close()
