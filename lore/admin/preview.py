"""What readers would see: the very function that publishes, with nothing written."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lore.models import Kind, Page
from lore.models.drawing import preview
from lore.models.infobox import Rows, rows_from_text
from lore.rendering import TooLong


def preview_page(request: HttpRequest) -> HttpResponse:
    """The posted form drawn as an article. With `?part=1` only the article, for the script."""
    page = Page(
        title=request.POST.get("title", ""),
        kind=request.POST.get("kind") or Kind.ARTICLE,
        standfirst=request.POST.get("standfirst", ""),
        body=request.POST.get("body", ""),
        infobox=_facts(request.POST.get("at_a_glance", "")),
    )
    template = "lore/_preview.html" if request.GET.get("part") == "1" else "lore/preview.html"
    try:
        rendered = preview(page, Page.objects.published())
    except TooLong as error:
        return render(request, template, {"refused": str(error)}, status=413)
    context = {"page": page, "veils": rendered.veils, "words": rendered.word_count}
    return render(request, template, context)


def _facts(text: str) -> Rows:
    try:
        return rows_from_text(text)
    except ValidationError:  # half a line is no reason to hide the article
        return []
