"""/dev/mail/: what the club would have sent, for machines that keep mail in files.

Only urls.py of a demo knows these views; where mail goes out by SMTP they do not exist.
"""

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache

NEWEST = 50
BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"  # what Django's file backend writes after each


@never_cache
def mail_list(request: HttpRequest) -> HttpResponse:
    """The newest mails, newest first."""
    mails = [{"name": file.name, "mail": _first_mail(file)} for file in _files()[:NEWEST]]
    return render(request, "ashes_club/mail_list.html", {"mails": mails})


@never_cache
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """One file of mail, with its addresses as links."""
    file = next((file for file in _files() if file.name == name), None)
    if file is None:
        raise Http404
    mail = _first_mail(file)
    return render(request, "ashes_club/mail_detail.html", {"mail": mail, "text": _linked(mail)})


def _files() -> list[Path]:
    found = Path(settings.EMAIL_FILE_PATH).glob("*.log")
    return sorted(found, key=lambda file: file.stat().st_mtime_ns, reverse=True)


def _first_mail(file: Path) -> EmailMessage:
    raw = file.read_bytes().split(BETWEEN_MAILS)[0]
    return email.message_from_bytes(raw, policy=email.policy.default)


def _linked(mail: EmailMessage) -> SafeString:
    """The plain text, escaped, its addresses clickable; paragraphs as in the mail."""
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    paragraphs = re.split(r"\n{2,}", text.strip())
    linked = ((mark_safe(urlize(part, autoescape=True)),) for part in paragraphs)  # noqa: S308
    return format_html_join("\n", "<p>{}</p>", linked)
