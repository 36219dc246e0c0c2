"""Members choose which letters they want, and end a kind with one click."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from accounts.models import Agreement, MailKind, unsubscribe_url

LETTERS = "/account/letters/"


def _path(user, kind):
    return unsubscribe_url(user, kind).removeprefix("http://127.0.0.1:8000")


def test_news_go_to_those_only_who_asked_for_them(mira):
    assert [kind for kind in MailKind if not mira.wants(kind)] == [MailKind.CLUB_NEWS]


def test_member_chooses_kinds(client, mira):
    client.force_login(mira)
    client.post(LETTERS, {"club_news": "on", "gifts": "on"})
    assert {kind for kind in MailKind if mira.wants(kind)} == {"club_news", "gifts"}
    page = client.get(LETTERS).text
    assert page.count(" checked") == 2


def test_all_boxes_may_be_empty(client, mira):
    client.force_login(mira)
    assert client.post(LETTERS).status_code == 302
    assert not any(mira.wants(kind) for kind in MailKind)


def test_mail_program_ends_a_kind_with_one_post(mira):
    anybody = Client(enforce_csrf_checks=True)
    answer = anybody.post(_path(mira, MailKind.GIFTS), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not mira.wants(MailKind.GIFTS) and mira.wants(MailKind.WISHES)


def test_link_only_asks_and_shows_no_address(client, mira):
    page = client.get(_path(mira, MailKind.GIFTS))
    assert "End the letters" in page.text and mira.email not in page.text
    assert mira.wants(MailKind.GIFTS)
    assert "No more letters" in client.post(_path(mira, MailKind.GIFTS)).text


def _token(value):
    return signing.Signer(salt="accounts.letters").sign(value)


@pytest.mark.parametrize("value", ["{pk}:receipts", "{pk}:", "{pk}", "0:gifts", "x:gifts"])
def test_unknown_kind_or_member_is_a_404(client, mira, value):
    token = _token(value.format(pk=mira.pk))
    address = reverse("accounts:letters_delete", args=[token])
    assert client.get(address).status_code == client.post(address).status_code == 404


@pytest.mark.parametrize("token", ["1", "1:gifts:forged", "x", "1:gifts:" + "a" * 3000])
def test_forged_token_is_a_404(client, mira, token):
    address = reverse("accounts:letters_delete", args=[token])
    assert client.post(address).status_code == 404
    assert mira.wants(MailKind.GIFTS)


def test_choices_are_logged_only_when_they_are_news(client, mira):
    client.post(_path(mira, MailKind.GIFTS))
    client.post(_path(mira, MailKind.GIFTS))
    logged = Agreement.objects.get(user=mira)
    assert (logged.what, logged.about, logged.is_given) == ("letters", "gifts", False)
