"""Two editors, one page: the second one sees both texts, and loses nothing."""

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from lore.admin.trial import tried
from lore.admin.verbs import VERBS
from lore.differ import compare
from lore.models import Page
from lore.models.snapshot import Snapshot, snapshot_of

# What the page writes itself: the token, the text to go on with, where from, the buttons.
BUTTONS = {verb.name for verb in VERBS}
NOT_CARRIED = {"csrfmiddlewaretoken", "body", "base_version", "rows_from", *BUTTONS}


def conflict_page(model_admin: ModelAdmin, request: HttpRequest, page: Page) -> TemplateResponse:
    """409 with both texts, their differences, and everything that was typed to go on with.

    Rows are compared like texts: what the form would have made of the page stands beside what
    the newest revision made of it.
    """
    newest = page.revisions.select_related("author").first()
    theirs = newest.snapshot if newest else {}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Somebody else saved this page first",
        "opts": model_admin.opts,
        "page": page,
        "newest": newest,
        "version": newest.number if newest else 0,
        "theirs": theirs.get("body", ""),
        "typed": request.POST.get("body", ""),
        "parts": compare(theirs, _mine(model_admin, request, page)),
        "view": "side",
        "began_from": request.POST.get("rows_from") or request.POST.get("base_version"),
        "carried": _carried(request),
    }
    return TemplateResponse(request, "admin/lore/page/conflict.html", context, status=409)


def _mine(model_admin: ModelAdmin, request: HttpRequest, page: Page) -> Snapshot:
    """What saving would have made of the page, had nobody been faster."""
    with tried(model_admin, request, Page.objects.get(pk=page.pk)) as typed:
        return snapshot_of(typed)


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_CARRIED
    ]
