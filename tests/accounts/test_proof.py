"""Whoever makes an account for an address of others does not come back by it."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import JOINING, come_back

OWNER, THEIRS = "owner@there.example", "quiet-hearth-42"
CONFIRMATION = "account_email_verification_sent"


@pytest.fixture
def made_by_a_stranger(client, db):
    """An account with a password, for an address whose owner knows nothing of it."""
    given = {"email": OWNER, "handle": "stranger", "password1": THEIRS, "old_enough": "on"}
    client.post(reverse("account_signup"), given)
    return User.objects.get()


@pytest.fixture
def made_by_a_stranger_of_discord(client, db, discord):
    discord |= {"email": OWNER, "verified": False}
    come_back(client)
    client.post(reverse("socialaccount_signup"), {**JOINING, "email": OWNER})
    return User.objects.get()


@pytest.fixture
def owner():
    return Client()


@pytest.fixture
def comes_by_code(owner, newest_code):
    """The owner asks for a code, reads their letter and is in."""

    def come(email=OWNER):
        owner.post(reverse("account_request_login_code"), {"email": email})
        owner.post(reverse("account_confirm_login_code"), {"code": newest_code()})
        assert "_auth_user_id" in owner.session

    return come


def _comes_by_password(browser, password):
    browser.post(reverse("account_login"), {"login": OWNER, "password": password})
    return "_auth_user_id" in browser.session


def test_password_of_a_stranger_opens_nothing_once_the_owner_came_by_code(
    made_by_a_stranger, comes_by_code, owner
):
    comes_by_code()
    assert not _comes_by_password(Client(), THEIRS)
    assert owner.get(reverse("account_set_password")).status_code == 200


def test_discord_of_a_stranger_opens_nothing_once_the_owner_came_by_code(
    made_by_a_stranger_of_discord, comes_by_code
):
    comes_by_code()
    cache.clear()  # which counted the letters
    stranger = Client()
    come_back(stranger)
    assert "_auth_user_id" not in stranger.session
    assert not made_by_a_stranger_of_discord.socialaccount_set.exists()


def test_discord_of_a_stranger_opens_nothing_once_the_owner_set_a_password(
    made_by_a_stranger_of_discord, owner, letters, mailoutbox, newest_code
):
    owner.post(reverse("account_reset_password"), {"email": OWNER})
    letters()
    link = next(line for line in mailoutbox[-1].body.splitlines() if "/reset/key/" in line)
    form = owner.get(link, follow=True).redirect_chain[-1][0]
    owner.post(form, {"password1": THEIRS, "password2": THEIRS})
    cache.clear()
    _comes_by_password(owner, THEIRS)
    owner.post(reverse(CONFIRMATION), {"code": newest_code()})
    assert "_auth_user_id" in owner.session
    assert not made_by_a_stranger_of_discord.socialaccount_set.exists()


def test_member_who_comes_by_code_keeps_password_and_connections(
    mira_in, mira, discord, comes_by_code
):
    come_back(mira_in, "connect")
    comes_by_code(mira.email)
    mira.refresh_from_db()
    assert mira.has_usable_password() and mira.socialaccount_set.exists()


def test_newcomer_who_confirms_at_once_keeps_the_password(made_by_a_stranger, client, newest_code):
    client.post(reverse(CONFIRMATION), {"code": newest_code()})
    assert _comes_by_password(Client(), THEIRS)
