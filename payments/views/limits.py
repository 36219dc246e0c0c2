"""What a page says to somebody who asked for too much: all limits of the shop are for an hour."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

AN_HOUR = 3600  # seconds


def too_often(request: HttpRequest) -> HttpResponse:
    """429, with how long it may take: the oldest of what was counted falls out first."""
    response = render(request, "429.html", {"is_hourly": True}, status=429)
    response["Retry-After"] = str(AN_HOUR)
    return response
