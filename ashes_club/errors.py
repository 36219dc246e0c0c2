"""The pages for when something is wrong: a clear sentence, the right status, nothing leaked."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_OLD = "This form had been open too long. Go back, reload the page and send it again."


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token did not fit, mostly because the page was open for long."""
    return render(request, "403.html", {"exception": TOO_OLD}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what cannot be read, 413 for what is too large to take in."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, f"{status}.html", status=status)
