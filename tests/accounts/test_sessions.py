"""Where a member is signed in, and signing out there."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.sessions import device_words

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = "/account/profile/"


@pytest.fixture
def elsewhere(sign_in):
    """A second browser of Mira's."""
    browser = Client(headers={"user-agent": FIREFOX})
    sign_in(browser)
    return browser


def _session_of(browser):
    return UserSession.objects.get(session_key=browser.session.session_key)


def test_every_browser_is_listed_and_this_one_says_so(mira_in, elsewhere):
    page = mira_in.get(reverse("usersessions_list")).text
    assert "Firefox on Linux" in page
    assert page.count("This one.") == 1
    assert page.index("This one.") < page.index("Sign out there"), "this one stands first"


def test_signing_out_there_ends_that_browser_and_no_other(mira_in, elsewhere):
    mira_in.post(reverse("accounts:session_delete", args=[_session_of(elsewhere).pk]))
    assert [each.get(PAGE).status_code for each in (mira_in, elsewhere)] == [200, 302]


def test_signing_out_everywhere_else_keeps_this_one(mira_in, elsewhere):
    mira_in.post(reverse("usersessions_list"))
    assert [each.get(PAGE).status_code for each in (mira_in, elsewhere)] == [200, 302]


def test_session_of_somebody_else_does_not_exist(mira_in, elsewhere, client, kael):
    stranger = Client()
    stranger.force_login(kael)
    at = reverse("accounts:session_delete", args=[_session_of(elsewhere).pk])
    assert stranger.post(at).status_code == 404
    assert elsewhere.get(PAGE).status_code == 200


def test_signing_out_there_needs_a_post_and_a_member(mira_in, elsewhere):
    at = reverse("accounts:session_delete", args=[_session_of(elsewhere).pk])
    assert mira_in.get(at).status_code == 405
    assert Client().post(at).url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "an unknown browser"),
        ("", "an unknown browser"),
    ],
)
def test_browser_is_named_in_words(user_agent, words):
    assert device_words(user_agent) == words


def test_what_a_browser_calls_itself_cannot_write_into_the_page(sign_in, mira_in):
    sign_in(Client(headers={"user-agent": "<script>alert(1)</script>"}))
    assert "<script>alert" not in mira_in.get(reverse("usersessions_list")).text
