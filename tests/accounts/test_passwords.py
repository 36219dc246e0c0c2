"""New passwords: which are refused, and what a change ends elsewhere."""

import hashlib

import pytest
import requests
from django.test import Client
from django.urls import reverse

from accounts import passwords
from tests.accounts.conftest import PASSWORD

NEW = "warm ash in the wind"


def _change(browser, password=NEW, old=PASSWORD):
    given = {"oldpassword": old, "password1": password, "password2": password}
    return browser.post(reverse("account_change_password"), given)


@pytest.fixture
def range_api(monkeypatch, settings):
    """Have I Been Pwned as it would answer; what it is asked."""
    settings.CHECK_BREACHED_PASSWORDS = True
    asked = []

    def answer_with(body="", status=200, problem=None):
        def get(url, headers, timeout):
            asked.append(url)
            if problem:
                raise problem
            response = requests.Response()
            response.status_code, response._content = status, body.encode()
            return response

        monkeypatch.setattr(passwords.requests, "get", get)
        return asked

    return answer_with


def _figures(password):
    return hashlib.sha1(password.encode()).hexdigest().upper()


def test_change_keeps_this_browser_and_signs_out_the_others(mira_in, sign_in):
    elsewhere = Client()
    sign_in(elsewhere)
    _change(mira_in)
    page = reverse("accounts:profile_update")
    assert [each.get(page).status_code for each in (mira_in, elsewhere)] == [200, 302]


def test_change_cycles_the_session_and_its_owner_is_told(mira_in, letters):
    before = mira_in.session.session_key
    _change(mira_in)
    assert mira_in.session.session_key != before
    assert letters() == [("Your password is new", "mira@ashes.example")]


def test_change_needs_the_old_one(mira_in, mira):
    page = _change(mira_in, old="cold ash")
    mira.refresh_from_db()
    assert page.status_code == 422
    assert mira.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["qwertyuiop", "1234567890", "mira@ashes", "ember"])
def test_common_short_and_near_passwords_are_refused(mira_in, password):
    assert _change(mira_in, password).context["form"].errors["password1"]


def test_first_password_is_set_by_who_came_through_another_house(client, mira, letters):
    mira.set_unusable_password()
    mira.save()
    client.force_login(mira)
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
    mira.refresh_from_db()
    assert mira.check_password(NEW)


def test_breached_password_is_refused_and_only_five_figures_leave(mira_in, range_api):
    asked = range_api(f"{'0' * 35}:0\r\n{_figures(NEW)[5:]}:37\r\n")
    assert _change(mira_in).context["form"].errors["password1"] == [passwords.KNOWN]
    assert asked == [passwords.RANGE + _figures(NEW)[:5]]


@pytest.mark.parametrize(
    "answer",
    [
        {"body": f"{_figures(NEW)[5:]}:0"},  # padding
        {"body": "", "status": 503},
        {"problem": requests.Timeout()},
        {"problem": requests.ConnectionError()},
    ],
)
def test_password_passes_when_it_is_not_known_or_nobody_answers(mira_in, mira, range_api, answer):
    range_api(**answer)
    _change(mira_in)
    mira.refresh_from_db()
    assert mira.check_password(NEW)


def test_nobody_is_asked_unless_it_is_switched_on(mira_in, range_api, settings):
    asked = range_api()
    settings.CHECK_BREACHED_PASSWORDS = False
    _change(mira_in)
    assert asked == []


def test_reset_by_letter_signs_out_everywhere(sign_in, mira_in, mira, letters):
    mira.set_password(NEW)  # as the form of the letter's link does
    mira.save()
    assert mira_in.get(reverse("accounts:profile_update")).status_code == 302
