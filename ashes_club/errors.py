"""The pages for when something is wrong: a clear sentence, the right status, nothing leaked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token did not fit, mostly because the page was open for long."""
    sentence = "This form had been open too long. Go back, reload the page and send it again."
    return render(request, "403.html", {"exception": sentence}, status=403)
