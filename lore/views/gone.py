from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lore.models import Page, Status
from lore.rendering import key_of


def gone_or_never_there(request: HttpRequest, slug: str) -> HttpResponse:
    """410 where a page was taken down, under whichever of its names; 404 for everything else."""
    taken_down = Page.objects.filter(status=Status.TAKEN_DOWN)
    if not taken_down.named(key_of(slug), slug).exists():
        raise Http404
    return render(request, "lore/gone.html", {"current_room": "lore"}, status=410)
