"""What readers would see: drawn by the very function that publishes, with nothing written."""

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lore.admin.trial import tried
from lore.article import Article, read_article
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
    veils = list(page.veils.with_gates())
    faults = faults_of(snapshot_of(page))
    article = _as_read(page)
    for veil in veils:
        below = f"#covered-{veil.number}"
        article.story = article.story.replace(page.veil_url(veil.number), below)
    return {"page": article.page, "article": article, "veils": veils, "faults": faults}


def _as_read(page: Page) -> Article:
    """Read as readers read it, from the rows; under its own name where another page has it."""
    article = read_article(Page.objects.filter(pk=page.pk))
    assert article is not None
    article.page.title = page.title
    return article
