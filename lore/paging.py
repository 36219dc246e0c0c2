"""Long lists of pages, laid on several sheets."""

from django.core.paginator import Page as Sheet
from django.core.paginator import Paginator
from django.http import HttpRequest

from lore.models.words import PageQuerySet

PER_SHEET = 100


def sheet_of(request: HttpRequest, pages: PageQuerySet) -> Sheet:
    """The part of a long list that the address asks for; the nearest one for nonsense."""
    light = pages.defer("body", "html", "text", "vector")
    return Paginator(light, PER_SHEET).get_page(request.GET.get("page"))
