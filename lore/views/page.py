"""The article."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from lore.article import read_article
from lore.models import Page
from lore.progress import progress_of
from lore.rendering import key_of
from lore.structured import article_data, page_crumbs
from lore.views.gone import gone_or_never_there
from lore.views.public import public_page


@public_page
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    pages = Page.objects.published().filter(slug=slug)
    article = read_article(pages, progress_of(request))
    if article is None:
        return _under_another_name(request, slug)
    context = {
        "current_room": "lore",
        "page": article.page,
        "article": article,
        "structured": article_data(article),
        "crumbs": page_crumbs(article.page),
    }
    return render(request, "lore/page_detail.html", context)


def _under_another_name(request: HttpRequest, slug: str) -> HttpResponse:
    """Old addresses and other names lead to the page itself, in one hop."""
    best = next(iter(Page.objects.published().answering_to([key_of(slug)])), None)
    if best is None:
        return gone_or_never_there(request, slug)
    return redirect("lore:page_detail", best["slug"], permanent=True)
