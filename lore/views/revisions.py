"""The public revisions of a page: their list, and each at an address that stays."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lore.as_it_was import as_it_was
from lore.changes import public_revisions
from lore.models import Page
from lore.views.public import public_page

PER_SHEET = 100


@public_page
def revision_list(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page.objects.published().only("title", "slug"), slug=slug)
    own = public_revisions().filter(page=page).select_related("author")
    sheet = Paginator(own, PER_SHEET).get_page(request.GET.get("page"))
    context = {"current_room": "lore", "page": page, "revisions": sheet}
    return render(request, "lore/revision_list.html", context)


@public_page
def revision_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The permalink of a revision. Search engines are to find the page as it stands instead."""
    page = get_object_or_404(Page.objects.published().defer("html", "text", "vector"), slug=slug)
    own = public_revisions().filter(page=page).select_related("author").defer(None)
    revision = get_object_or_404(own, number=number)
    old = as_it_was(page, revision)
    context = {"current_room": "lore", "page": page, "revision": revision, "old": old}
    response = render(request, "lore/revision_detail.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
