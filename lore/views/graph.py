"""The graph of ties, whole or round one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify

from lore.eras import ERAS
from lore.models import Grade, Kind, Page
from lore.progress import progress_of
from lore.relation_graph import Filters, RelationGraph
from lore.views.public import public_page


@public_page
def graph(request: HttpRequest) -> HttpResponse:
    """Pages and their ties as a drawing with links, and the same as a list."""
    filters = Filters.read(request.GET)
    context = {
        "current_room": "lore",
        "filters": filters,
        "graph": RelationGraph(filters, _hub(filters), progress_of(request)),
        "eras": [(slugify(name), name) for name, _ in ERAS],
        "grades": Grade.choices,
        "kinds": [(kind.value, kind.plural) for kind in Kind],
    }
    return render(request, "lore/graph.html", context)


def _hub(filters: Filters) -> Page | None:
    if not filters.around:
        return None
    pages = Page.objects.published().select_related("season")
    return get_object_or_404(pages.defer("body", "html", "text", "vector"), slug=filters.around)
