"""A letter says the same twice, in text and HTML, and its headers cannot be broken into."""

import pytest
from django.core import mail
from django.core.mail import BadHeaderError

from core.mailing import Letter, Sealed

END = "http://127.0.0.1:8000/letters/abc/"


def _letter(**fields):
    context = {"body": "Words <b>of</b> Mira & Kael.", "parts": [{"words": "Words <b>of</b>"}]}
    given = {"template": "account", "subject": "Łukasz’ letter", "to": ["mira@ashes.example"]}
    return Letter(**{"context": context, **given, **fields})


def test_letter_goes_out_in_text_and_html():
    _letter().send()
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == ("Łukasz’ letter", ["mira@ashes.example"])
    assert sent.body.startswith("Words <b>of</b> Mira & Kael.\n")
    html = sent.alternatives[0].content
    assert "Words &lt;b&gt;of&lt;/b&gt;" in html and "Łukasz’ letter" in html


def test_style_sheet_is_written_into_the_tags_and_only_the_night_stays():
    html = _letter().sealed().html
    assert '<h1 style="' in html and "background: #f2ede4" in html
    sheet = html[html.index("<style>") : html.index("</style>")]
    assert sheet.startswith("<style>@media (prefers-color-scheme: dark)") and ".button td" in sheet


def test_letter_asks_nothing_of_another_host():
    html = _letter(unsubscribe_url=END).sealed().html
    assert "<img" not in html and "url(" not in html and "<script" not in html


def test_letter_that_can_be_ended_offers_it_to_the_mail_program():
    headers = _letter(unsubscribe_url=END).sealed().headers
    assert headers["List-Unsubscribe"] == f"<{END}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "List-Unsubscribe" not in _letter().sealed().headers


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "Paid\nBcc: all@ashes.example"},
        {"subject": "Paid\rBcc: all@ashes.example"},
        {"to": ["mira@ashes.example\r\nBcc: all@ashes.example"]},
        {"unsubscribe_url": f"{END}\nX-Mine: yes"},
    ],
)
def test_second_line_in_a_header_is_refused(fields):
    with pytest.raises(BadHeaderError):
        _letter(**fields).send()
    assert mail.outbox == []


def test_sealed_letter_survives_a_queue():
    sealed = _letter(unsubscribe_url=END).sealed()
    assert Sealed(**sealed.as_arguments()) == sealed
