"""Every mail is listed, in docs too, and reads alike in text and HTML without a gap."""

import re
from html import unescape
from pathlib import Path

import allauth
import pytest
from django.apps import apps
from django.conf import settings

from ashes_club.mails import EVERY_MAIL, table

ROOT = Path(settings.BASE_DIR)
GAP = "!gap!"
# The base, what allauth keeps and never sends, and new passwords by code, which is off.
NOT_OURS = {"account.base", "account.email_confirm", "account.password_reset_code"}
SAMPLES = [pytest.param(mail, id=mail.name) for mail in EVERY_MAIL]


@pytest.fixture
def _gaps_show(settings):
    (engine,) = settings.TEMPLATES
    options = {**engine["OPTIONS"], "string_if_invalid": GAP}
    settings.TEMPLATES = [{**engine, "OPTIONS": options}]


def test_docs_list_every_mail():
    assert table() in (ROOT / "docs/mails.md").read_text(), f"docs/mails.md wants:\n{table()}"


def test_names_are_unique():
    assert len({mail.name for mail in EVERY_MAIL}) == len(EVERY_MAIL)


def test_every_template_is_listed_and_comes_in_both_forms():
    files = {path.name for path in (ROOT / "templates/mail").iterdir() if path.name[0] != "_"}
    used = {letter.template for mail in EVERY_MAIL for letter in mail.samples()}
    assert files == {f"{name}.{kind}" for name in used for kind in ("txt", "html")}


def test_everything_that_allauth_sends_is_listed():
    words = Path(allauth.__file__).parent / "templates"
    sent = {
        f"{path.parts[-3]}.{path.name.removesuffix('_message.txt')}"
        for path in words.glob("*/email/*_message.txt")
        if apps.is_installed(f"allauth.{path.parts[-3]}")
    }
    assert sent - NOT_OURS <= {mail.name for mail in EVERY_MAIL}


@pytest.mark.usefixtures("_gaps_show")
@pytest.mark.parametrize("mail", SAMPLES)
def test_letter_has_no_gap_and_the_same_links_in_both_forms(mail):
    for letter in (sample.sealed() for sample in mail.samples()):
        assert letter.subject and GAP not in letter.subject + letter.text + letter.html
        assert "{{" not in letter.text + letter.html
        in_text = re.findall(r"https?://[^\s<>]+", letter.text)
        in_html = re.findall(r'href="([^"]+)"', letter.html)
        assert {unescape(address) for address in in_html} == set(in_text)


@pytest.mark.parametrize("mail", SAMPLES)
def test_letter_that_can_be_ended_says_how(mail):
    can_be_ended = not mail.switch.startswith("no")
    for letter in mail.samples():
        assert bool(letter.unsubscribe_url) == can_be_ended
        assert letter.unsubscribe_url in letter.sealed().text


@pytest.mark.parametrize("mail", SAMPLES)
def test_letter_carries_the_rights_notice_in_both_forms(mail, settings):
    for letter in (sample.sealed() for sample in mail.samples()):
        assert settings.RIGHTS_NOTICE in letter.text
        assert settings.RIGHTS_NOTICE in unescape(letter.html)


def test_colours_of_letters_are_tokens_of_the_design():
    sheet = (ROOT / "templates/mail/_letter.css").read_text()
    tokens = (ROOT / "static/css/tokens.css").read_text()
    assert set(re.findall(r"#[0-9a-f]{6}", sheet)) <= set(re.findall(r"#[0-9a-f]{6}", tokens))
