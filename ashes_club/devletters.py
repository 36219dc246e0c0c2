"""/dev/mail/letters/: every letter there is, with sample data, where a demo runs."""

from csp.constants import HEADER, SELF
from csp.utils import build_policy
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from ashes_club.mails import EVERY_MAIL, mail_called
from core.mailing import Mail

# A letter has its styles in its tags, and nothing else of it may act.
FOR_LETTERS = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


def letter_list(request: HttpRequest) -> HttpResponse:
    """Every kind of letter, with when it is sent and to whom."""
    return render(request, "ashes_club/letter_list.html", {"mails": EVERY_MAIL})


def letter_detail(request: HttpRequest, name: str) -> HttpResponse:
    """Each way in which this letter can read, in HTML and in text."""
    mail = _mail(name)
    letters = [letter.sealed() for letter in mail.samples()]
    page = render(request, "ashes_club/letter_detail.html", {"mail": mail, "letters": letters})
    page.headers[HEADER] = build_policy(update={"frame-src": [SELF]})
    return page


@xframe_options_sameorigin
def letter_html(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One sample as a mail program shows it."""
    samples = _mail(name).samples()
    if number >= len(samples):
        raise Http404
    return HttpResponse(samples[number].sealed().html, headers={HEADER: FOR_LETTERS})


def _mail(name: str) -> Mail:
    mail = mail_called(name)
    if mail is None:
        raise Http404
    return mail
