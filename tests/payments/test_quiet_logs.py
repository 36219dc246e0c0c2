"""A member's whole life in the club, with every logger at DEBUG: no line names or gives away.

Sign-up, a wrong password, a purchase, a gift and its answer, leaving; by pages, webhooks and a real
worker, with a mail server that refuses letters towards the end.
"""

import asyncio
import re
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app as queue

from accounts.models import Departure, User
from ashes_club import leaving
from payments.models import Copy, Handover, StripeEvent
from tests.ashes_club.logged import listening
from tests.ashes_club.members import is_due
from tests.payments.conftest import fill_bag, press_pay

EMAIL, HANDLE, NAME = "quill.reader@letters.example", "quill-of-embers", "Quilla Emberly"
PASSWORD, ADDRESS = "quiet-hearth-42", "81.2.69.142"
CARD = "4242424242424242"


class RefusingBackend(EmailBackend):
    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"no such reader")})


@pytest.fixture
def quill(db):
    """The browser of a newcomer."""
    return Client(REMOTE_ADDR=ADDRESS, raise_request_exception=False)


def _work():
    """What a worker does with all that is queued; it logs as it would in a club."""

    async def work():
        connector = queue.connector.get_worker_connector()
        with queue.replace_connector(connector) as own:
            async with own.open_async():
                options = {"install_signal_handlers": False, "listen_notify": False}
                await own.run_worker_async(wait=False, **options)

    asyncio.run(work())


def _sign_up(quill):
    form = {"email": EMAIL, "handle": HANDLE, "password1": PASSWORD, "old_enough": "on"}
    quill.post(reverse("account_signup"), form)
    _work()
    code = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[-1].body, re.M)[0]
    quill.post(reverse("account_email_verification_sent"), {"code": code})
    User.objects.update(byline=NAME)
    wrong = {"login": EMAIL, "password": "not-the-password"}
    assert Client(REMOTE_ADDR=ADDRESS).post(reverse("account_login"), wrong).status_code == 422
    return code


def _buy(at_stripe, quill, item):
    fill_bag(User.objects.get(email=EMAIL), item)
    page = press_pay(quill, item.price_cents)
    assert page.status_code == 303
    assert at_stripe.pay(page.url, CARD).paid
    at_stripe.wait_until_delivered()
    _work()
    assert not StripeEvent.objects.unhandled().exists()
    return Copy.objects.get(owner__email=EMAIL)


def _give(quill, copy):
    """Sealed, sent to a friend, mistyped, opened, and the link guessed at; its token."""
    friend = {"message": "For you, Ignatius.", "email": "ignatius@letters.example"}
    quill.post(reverse("payments:gift_create", args=[copy.pk]), friend)
    _work()
    token = Handover.objects.get().new_link().rstrip("/").rsplit("/", 1)[1]
    for tried in (token[:-1] + "-", token):
        Client(REMOTE_ADDR=ADDRESS).get(f"/gifts/{tried}/")
    Client(REMOTE_ADDR=ADDRESS).get(f"/gift/{token}")
    return token


def _leave(quill, settings):
    quill.post(reverse("accounts:deletion_create"), {"password": PASSWORD})
    settings.EMAIL_BACKEND = "tests.payments.test_quiet_logs.RefusingBackend"
    _work()  # the letter about it is refused, and will be tried again
    undo = Departure.objects.get().undo_path
    quill.get(undo.replace("/undo/", "x/undo/"))
    quill.get(f"/members/{HANDLE}/")
    is_due(User.objects.get(email=EMAIL))
    leaving.remove_due()
    return undo


def test_log_of_a_whole_life_names_nobody(at_stripe, quill, make_item, settings):
    item = make_item()
    with listening("DEBUG") as stream:
        code = _sign_up(quill)
        session = quill.cookies["sessionid"].value
        token = _give(quill, _buy(at_stripe, quill, item))
        undo = _leave(quill, settings)
        said = stream.getvalue()
    assert not User.objects.filter(email=EMAIL).exists()
    assert "SMTPRecipientsRefused" in said  # what went wrong is there all the same
    assert "Not Found: /gifts/<str:token>/" in said
    secrets = [code, session, token, undo.split("/")[3], PASSWORD, "not-the-password", CARD]
    people = [EMAIL, HANDLE, NAME, "Quilla", "quill.reader", "ignatius", "Ignatius", ADDRESS]
    keys = [settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET]
    for each in (*secrets, *people, *keys):
        lines = [line for line in said.splitlines() if each in line]
        assert not lines, f"{each} stands in {lines[0][:400]}"
    connection.close()
