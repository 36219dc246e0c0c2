"""Sentry: nothing where it is not asked for, and nothing about people where it is."""

import json
import smtplib

import pytest
import sentry_sdk
from django.test import Client
from sentry_sdk.transport import Transport

from ashes_club import sentry
from payments.models.handover_queries import HandoverQuerySet
from tests.ashes_club.test_settings import _start

EMAIL, TOKEN, CARD = (
    "mira@letters.example",
    "hXo3Zr0kQ-9pLw_2sVbN4cTyUeA1mDfG",
    "4242 4242 4242 4242",
)
ADDRESS, SESSION = "81.2.69.142", "8dqz7w3ht0xk1l5v9m2c4b6n8j0a2s4d"


class Recorder(Transport):
    sent: list[bytes] = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope.serialize())


@pytest.fixture
def sent(settings):
    settings.SENTRY_DSN = "https://key@sentry.ashes.example/1"
    Recorder.sent = []
    sentry.start(Recorder)
    yield Recorder.sent
    sentry_sdk.get_client().close()
    sentry_sdk.init()


def _events(sent):
    return [json.loads(each.split(b"\n")[2]) for each in sent]


def _all(sent):
    return b"".join(sent).decode()


def test_without_a_dsn_it_is_not_even_imported():
    code = "import django, sys; django.setup(); print('sentry_sdk' in sys.modules)"
    assert _start(code=code).stdout == "False\n"
    dsn = {"SENTRY_DSN": "https://key@sentry.ashes.example/1"}
    assert _start(code=code, **dsn).stdout == "True\n"


def test_error_of_a_page_is_told_with_its_view_and_request_id(sent, db, monkeypatch):
    def broken(token):
        card, reader = CARD, EMAIL
        raise ValueError(f"{reader} paid for {token} with {card}")

    monkeypatch.setattr(HandoverQuerySet, "opened_by", lambda *_: broken(TOKEN))
    browser = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS)
    browser.cookies["sessionid"] = SESSION
    headers = {"x-request-id": "of-the-proxy-7", "x-forwarded-for": ADDRESS, "cookie": "club=1"}
    url = f"/gifts/{TOKEN}/?email={EMAIL}&session_id=cs_test_1"
    assert browser.get(url, headers=headers).status_code == 500
    (event,) = _events(sent)
    assert event["tags"] == {"request_id": "of-the-proxy-7"}
    assert event["transaction"] == "/gifts/{token}/"
    assert event["exception"]["values"][0]["type"] == "ValueError"
    for each in (EMAIL, TOKEN, CARD, ADDRESS, SESSION, "cs_test_1", "cookie"):
        assert each not in _all(sent)


def test_error_of_a_task_names_no_reader(sent):
    try:
        raise smtplib.SMTPRecipientsRefused({EMAIL: (550, b"no such user")})
    except smtplib.SMTPException as error:
        sentry_sdk.set_user({"email": EMAIL, "ip_address": ADDRESS})
        sentry_sdk.set_context("letter", {"to": EMAIL})
        sentry_sdk.set_tag("to", EMAIL)
        sentry_sdk.add_breadcrumb(message=EMAIL)
        sentry_sdk.capture_exception(error)
    (event,) = _events(sent)
    assert event["exception"]["values"][0]["type"] == "SMTPRecipientsRefused"
    assert EMAIL not in _all(sent) and ADDRESS not in _all(sent)
