"""The pages for when something is wrong: a clear sentence, the right status, nothing leaked."""

import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

from ashes_club import away
from core.room import is_full

TOO_OLD = "This form had been open too long. Go back, reload the page and send it again."
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class ButtonAddressMiddleware:
    """A button's own address that is opened, by a reload or after signing in: 405 with a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            response.content = render_to_string("405.html", request=request)
        return response


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
