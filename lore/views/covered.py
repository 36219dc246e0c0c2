"""What lies under ash: each passage has an address of its own, for those who ask.

With `?part=1` only the passage comes, which the script lays under its bar.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from lore.models import Claim, KeyFigure, Page, Source, StatusQuestion, TimelineEntry, Veil
from lore.progress import EVERYTHING
from lore.ties import ties_of
from lore.views.public import public_page


@public_page
def veil_detail(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    veils = Veil.objects.filter(page__in=Page.objects.published())
    veil = get_object_or_404(veils.select_related("page"), page__slug=slug, number=number)
    sources = _numbered_sources(veil, is_part=_is_part(request))
    context = {"veil": veil, "title": veil.title, "sources": sources}
    return _show(request, veil.page, "lore/_covered_passage.html", context)


@public_page
def claim_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    claims = Claim.objects.of_public_pages().with_sources().select_related("page")
    claim = get_object_or_404(claims.behind_gates(), page__slug=slug, pk=pk)
    context = {"claim": claim, "title": f"A claim of {claim.opens_with}"}
    return _show(request, claim.page, "lore/_covered_claim.html", context)


@public_page
def figure_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    figures = KeyFigure.objects.of_public_pages().with_source().select_related("page")
    figure = get_object_or_404(figures.behind_gates(), page__slug=slug, pk=pk)
    opened = EVERYTHING.open_up([figure])
    context = {"figures": opened, "title": f"A figure of {figure.opens_with}"}
    return _show(request, figure.page, "lore/_covered_figure.html", context)


@public_page
def question_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    questions = StatusQuestion.objects.of_public_pages().with_gates().select_related("page")
    question = get_object_or_404(questions.behind_gates(), page__slug=slug, pk=pk)
    question.before = list(question.earlier.all())
    opened = EVERYTHING.open_up([question])
    context = {"questions": opened, "title": f"A question of {question.opens_with}"}
    return _show(request, question.page, "lore/_questions.html", context)


@public_page
def entry_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    entry = get_object_or_404(TimelineEntry.objects.public(), page__slug=slug, pk=pk)
    context = {"entry": entry, "title": f"What happened in {entry.opens_with}"}
    return _show(request, entry.page, "lore/_covered_entry.html", context)


@public_page
def source_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page = get_object_or_404(Page.objects.published(), slug=slug)
    source = get_object_or_404(Source.objects.behind_gates().with_gates(), pk=pk)
    sources = EVERYTHING.open_up([source])
    context = {"sources": sources, "title": f"A source on {source.opens_with}"}
    return _show(request, page, "lore/_covered_source.html", context)


@public_page
def tie_list(request: HttpRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page.objects.published().select_related("season"), slug=slug)
    context = {"ties": ties_of(page).covered, "title": "Ties of later seasons"}
    return _show(request, page, "lore/_covered_ties.html", context)


def _show(request: HttpRequest, page: Page, passage: str, more: dict) -> HttpResponse:
    template = passage if _is_part(request) else "lore/covered.html"
    context = {"current_room": "lore", "page": page, "passage": passage, **more}
    response = render(request, template, context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _numbered_sources(veil: Veil, *, is_part: bool) -> list[tuple[int, Source]]:
    """What the passage cites; as a part of its page only what the page does not list itself."""
    numbers = {key: number for number, key in enumerate(veil.page.source_keys, start=1)}
    listed = veil.page.public_sources if is_part else 0
    keys = [key for key in veil.source_keys if numbers[key] > listed]
    known = EVERYTHING.open_up(Source.objects.filter(key__in=keys))
    return sorted(((numbers[source.key], source) for source in known), key=lambda pair: pair[0])


def _is_part(request: HttpRequest) -> bool:
    return request.GET.get("part") == "1"
