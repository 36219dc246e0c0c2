"""/dev/mail/letters/: every letter there is, shown where a demo runs."""

import pytest

from ashes_club.mails import EVERY_MAIL

pytestmark = pytest.mark.django_db


def test_every_letter_is_listed(client):
    page = client.get("/dev/mail/letters/").content.decode()
    for mail in EVERY_MAIL:
        assert f"/dev/mail/letters/{mail.name}/" in page


def test_letter_is_shown_in_both_forms(client):
    page = client.get("/dev/mail/letters/receipt/")
    assert "Order AC-2026-004417 is paid" in page.content.decode()
    assert 'src="/dev/mail/letters/receipt/0/"' in page.content.decode()
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]


def test_html_of_a_letter_may_be_framed_by_us_and_do_nothing(client):
    shown = client.get("/dev/mail/letters/receipt/0/")
    assert "No. 189" in shown.content.decode()
    policy = shown.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("path", ["nothing/", "receipt/9/", "nothing/0/"])
def test_what_is_no_letter_is_not_found(client, path):
    assert client.get(f"/dev/mail/letters/{path}").status_code == 404
