"""The article."""

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lore.article import read_article
from lore.models import Page
from lore.models.version import version_of
from lore.progress import progress_of
from lore.rendering import key_of
from lore.structured import article_data, page_crumbs
from lore.views.gone import gone_or_never_there
from lore.views.public import public_page


@public_page
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The article; what was drawn of this version of it, until something is announced."""
    version = version_of(slug)
    if version is None:
        return _under_another_name(request, slug)
    read = progress_of(request).code  # what is opened for one reader is no other's page
    key = f"page:{version}:{read}:{request.get_full_path()}"
    return HttpResponse(caches["pieces"].get_or_set(key, lambda: _draw(request, slug)))


def _draw(request: HttpRequest, slug: str) -> bytes:
    article = read_article(Page.objects.published().filter(slug=slug), progress_of(request))
    if article is None:
        raise Http404
    context = {
        "current_room": "lore",
        "page": article.page,
        "article": article,
        "structured": article_data(article),
        "crumbs": page_crumbs(article.page),
    }
    return render(request, "lore/page_detail.html", context).content


def _under_another_name(request: HttpRequest, slug: str) -> HttpResponse:
    """Old addresses and other names lead to the page itself, in one hop."""
    best = next(iter(Page.objects.published().answering_to([key_of(slug)])), None)
    if best is None:
        return gone_or_never_there(request, slug)
    return redirect("lore:page_detail", best["slug"], permanent=True)
