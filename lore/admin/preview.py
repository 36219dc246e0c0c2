"""What readers would see: drawn by the very function that publishes, with nothing written."""

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lore.admin.trial import tried
from lore.article import Article
from lore.faults import faults_of
from lore.models import Page
from lore.models.snapshot import snapshot_of
from lore.rendering import TooLong


def preview_page(model_admin: ModelAdmin, request: HttpRequest, page: Page | None) -> HttpResponse:
    """The posted form drawn as an article, with what was found in it. With `?part=1` without a
    page around it, for the script."""
    template = "lore/_preview.html" if request.GET.get("part") == "1" else "lore/preview.html"
    try:
        with tried(model_admin, request, page) as typed:
            return render(request, template, _drawn(typed))
    except TooLong as error:
        return render(request, template, {"refused": str(error)}, status=413)


def _drawn(page: Page) -> dict[str, object]:
    """What the article is made of; its veils lie open below it, for an editor sees everything."""
    page.render_body()
    veils = list(page.veils.select_related("gate"))
    for veil in veils:
        page.html = page.html.replace(page.veil_url(veil.number), f"#covered-{veil.number}")
    faults = faults_of(snapshot_of(page))
    return {"page": page, "article": Article(page), "veils": veils, "faults": faults}
