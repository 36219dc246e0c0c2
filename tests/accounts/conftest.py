"""Mira's browser, and what comes to her by mail."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from accounts.models import User

PASSWORD = "a long enough pass"
GO = "/account/discord/login/"
BACK = "/account/discord/login/callback/"
JOINING = {"email": "fan@there.example", "handle": "fan", "old_enough": "on"}


@pytest.fixture
def address(mira: User) -> EmailAddress:
    """Mira's address, confirmed."""
    return EmailAddress.objects.create(user=mira, email=mira.email, verified=True, primary=True)


@pytest.fixture
def sign_in(address: EmailAddress) -> Callable[..., Any]:
    """Mira types address and password in a browser; what the club answers."""

    def post(browser: Client, password: str = PASSWORD, **more: str) -> Any:
        given = {"login": address.email, "password": password, **more}
        return browser.post(reverse("account_login"), given)

    return post


@pytest.fixture
def mira_in(client: Client, sign_in: Callable[..., Any]) -> Client:
    """Mira's browser: signed in, and asked once more whether it is her just now."""
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.fixture
def newest_code(run_tasks: Callable[[], int], mailoutbox: list) -> Callable[[], str]:
    """The code of the newest letter; it stands on a line of its own."""

    def read() -> str:
        run_tasks()
        return re.search(r"^[A-Z]{4}-[A-Z]{4}$", mailoutbox[-1].body, re.M)[0]

    return read


@pytest.fixture
def letters(run_tasks: Callable[[], int], mailoutbox: list) -> Callable[[], list[tuple]]:
    """Subject and receiver of every letter so far."""

    def read() -> list[tuple]:
        run_tasks()
        return [(letter.subject, *letter.to) for letter in mailoutbox]

    return read


@pytest.fixture
def app_code() -> Callable[[str], str]:
    """The code an app shows now for a secret; each counts once, so a test may take the next."""

    def show(secret: str, ahead: int = 0) -> str:
        counter = next(auth.yield_hotp_counters_from_time()) + 1 + ahead
        return auth.format_hotp_value(auth.hotp_value(secret, counter))

    return show


@pytest.fixture
def with_app(mira: User) -> str:
    """The secret of Mira's app, which is set up."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(mira, secret)
    return secret


@pytest.fixture
def discord(settings, monkeypatch):
    """Discord with our keys, and what it says of whoever signs in there."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "discord": {"APP": {"client_id": "id", "secret": "secret"}, "OAUTH_PKCE_ENABLED": True}
    }
    person = {"id": "7", "username": "fan", "email": "fan@there.example", "verified": True}

    def request(self, method, url, **more):
        answer = requests.Response()
        answer.status_code, answer.headers["content-type"] = 200, "application/json"
        token = {"access_token": "t", "token_type": "Bearer"}
        answer._content = json.dumps(token if url.endswith("/token") else person).encode()
        return answer

    monkeypatch.setattr(requests.Session, "request", request)
    return person


def come_back(browser, process="login", **change):
    """Go there, sign in there, and come back with a code."""
    there = urlsplit(browser.post(GO, {"process": process}).url)
    given = {"code": "c", "state": parse_qs(there.query)["state"][0], **change}
    return browser.get(BACK, given)
