"""The reading room for machines: articles as Markdown and JSON, at addresses that stay."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from lore.article import read_article
from lore.as_markdown import markdown_of
from lore.models import Kind, Page
from lore.paging import sheet_of
from lore.plain import page_data, whole_page_data
from lore.structured import absolute
from lore.views.public import public_page


@public_page
def page_markdown(request: HttpRequest, slug: str) -> HttpResponse:
    """The article as a Markdown file; its one canonical address is the page itself."""
    article = read_article(Page.objects.published().filter(slug=slug))
    if article is None:
        raise Http404
    response = HttpResponse(markdown_of(article), content_type="text/markdown; charset=utf-8")
    address = absolute(article.page.get_absolute_url())
    response["Link"] = f'<{address}>; rel="canonical"'
    return response


@public_page
def page_json(request: HttpRequest, slug: str) -> JsonResponse:
    """All that the page of an article says in the open."""
    article = read_article(Page.objects.published().filter(slug=slug))
    if article is None:
        return _answer({"error": "There is no article at this address."}, status=404)
    return _answer(whole_page_data(article))


@public_page
def page_list_json(request: HttpRequest) -> JsonResponse:
    """Every article in alphabetical order, or those of one `kind`."""
    kind = request.GET.get("kind", "")
    pages = Page.objects.published().order_by("sort_title", "pk")
    sheet = sheet_of(request, pages.filter(kind=kind) if kind in Kind.values else pages)
    data = {
        "total": sheet.paginator.count,
        "page": sheet.number,
        "pages": sheet.paginator.num_pages,
        "next": _sheet_url(kind, sheet.next_page_number()) if sheet.has_next() else None,
        "articles": [page_data(page) for page in sheet],
    }
    return _answer(data)


def _sheet_url(kind: str, number: int) -> str:
    own = f"kind={kind}&" if kind in Kind.values else ""
    return f"{absolute(reverse('lore:page_list_json'))}?{own}page={number}"


def _answer(data: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status)
    # Nothing in it is anybody's own, so scripts of any site may read it.
    response["Access-Control-Allow-Origin"] = "*"
    return response
