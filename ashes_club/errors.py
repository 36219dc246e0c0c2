"""The pages for when something is wrong: a clear sentence, the right status, nothing leaked."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from ashes_club import away
from core.room import is_full

TOO_OLD = "This form had been open too long. Go back, reload the page and send it again."
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token did not fit, mostly because the page was open for long."""
    return render(request, "403.html", {"exception": TOO_OLD}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what cannot be read, 413 for what is too large to take in."""
    status = 413 if isinstance(exception, TOO_LARGE) else 400
    return render(request, f"{status}.html", status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 where the fault is ours; else what the machine, or the sender, is at fault for."""
    error = sys.exception()
    if away.is_away(error):
        return away.answer_away()
    if isinstance(error, DataError) and "NUL" in str(error):
        return bad_request(request, error)  # in a form or a cookie; addresses are looked at before
    if is_full(error):
        return HttpResponse(render_to_string("507.html"), status=507)
    return defaults.server_error(request)
