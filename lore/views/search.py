"""Searching the reading room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lore.finding import Finding
from lore.views.public import public_page


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Pages that hold the words of `q`, narrowed by kind, grade and season."""
    finding = Finding(request.GET)
    context = {"current_room": "lore", "finding": finding}
    return render(request, "lore/search.html", context)
