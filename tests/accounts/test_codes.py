"""Signing in by a code in a letter."""

import time

import pytest
from django.test import Client
from django.urls import reverse, reverse_lazy

ASK = reverse_lazy("account_request_login_code")
TYPE = reverse_lazy("account_confirm_login_code")


def _ask(browser, email="mira@ashes.example"):
    return browser.post(ASK, {"email": email})


def test_code_of_the_letter_signs_in(client, address, newest_code):
    assert _ask(client).url == TYPE
    assert client.post(TYPE, {"code": newest_code()}).url == reverse("payments:locker")


def test_code_leads_back_to_where_the_visitor_was(client, address, newest_code):
    client.post(ASK, {"email": address.email, "next": "/account/profile/"})
    shown = client.post(TYPE, {"code": newest_code(), "next": "/account/profile/"})
    assert shown.url == "/account/profile/"


def test_unknown_address_is_answered_alike_and_told_by_letter(client, address, letters):
    answers = [_ask(Client(), email).url for email in (address.email, "nobody@ashes.example")]
    assert answers[0] == answers[1]
    assert letters()[-1] == ("No account under this address", "nobody@ashes.example")


def test_third_wrong_code_ends_the_attempt(client, address, newest_code):
    _ask(client)
    for _ in range(3):
        client.post(TYPE, {"code": "ABCD-ABCD"})
    client.post(TYPE, {"code": newest_code()})
    assert "_auth_user_id" not in client.session


def test_code_is_of_no_use_in_another_browser(client, address, newest_code):
    _ask(client)
    code, stranger = newest_code(), Client()
    _ask(stranger, "nobody@ashes.example")
    stranger.post(TYPE, {"code": code})
    assert "_auth_user_id" not in stranger.session


def test_code_goes_out_after_ten_minutes(client, address, newest_code, monkeypatch):
    _ask(client)
    code, now = newest_code(), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 601)
    client.post(TYPE, {"code": code})
    assert "_auth_user_id" not in client.session


def test_code_does_not_pass_a_second_factor(client, address, with_app, newest_code):
    _ask(client)
    answer = client.post(TYPE, {"code": newest_code()})
    assert answer.url == reverse("mfa_authenticate")


@pytest.mark.parametrize("email", ["", "no address", "a@b.example\r\nBcc: c@d.example"])
def test_malformed_address_is_refused(client, db, email, letters):
    assert _ask(client, email).status_code == 422
    assert letters() == []
