"""Lists of pages: by kind, letter and keeper, the timeline, the grades."""

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import member_with
from lore.chapters import lay_chapters
from lore.models import Claim, Grade, Kind, Page, TimelineEntry
from lore.models.words import PageQuerySet
from lore.paging import sheet_of
from lore.progress import progress_of
from lore.views.index import letters
from lore.views.public import public_page

EXAMPLES = 3


@public_page
def kind_list(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in Kind.values:
        raise Http404
    return _list(request, Kind(kind).plural, Page.objects.published().of_kind(kind))


@public_page
def letter_list(request: HttpRequest, letter: str) -> HttpResponse:
    if len(letter) != 1 or not letter.isalnum():
        raise Http404
    pages = Page.objects.published().by_letter(letter)
    return _list(
        request, f"Under {letter.upper()}", pages, letters=letters(), letter=letter.upper()
    )


def _list(request: HttpRequest, title: str, pages: PageQuerySet, **more: object) -> HttpResponse:
    shown = sheet_of(request, pages)
    context = {"current_room": "lore", "title": title, "pages": shown, **more}
    return render(request, "lore/page_list.html", context)


@public_page
def keeper_detail(request: HttpRequest, handle: str) -> HttpResponse:
    """A keeper is somebody who has a page that can be read; of others there is no page."""
    kept = Page.objects.published().filter(author=OuterRef("pk")).order_by("written_on")
    keepers = get_user_model().objects.annotate(since=Subquery(kept.values("written_on")[:1]))
    keeper = keepers.filter(handle=handle, since__isnull=False).first()
    if keeper is None:
        return _lead_on(handle)
    pages = sheet_of(request, Page.objects.published().kept_by(keeper))
    context = {"current_room": "lore", "keeper": keeper, "pages": pages}
    return render(request, "lore/keeper_detail.html", context)


def _lead_on(old_handle: str) -> HttpResponse:
    """To the page of whoever left this handle behind; it says itself whether there is one."""
    member = member_with(old_handle)
    if member is None:
        raise Http404
    return redirect("lore:keeper_detail", member.handle, permanent=True)


@public_page
def timeline(request: HttpRequest) -> HttpResponse:
    entries = progress_of(request).open_up(TimelineEntry.objects.public())
    context = {"current_room": "lore", "chapters": lay_chapters(entries)}
    return render(request, "lore/timeline.html", context)


@public_page
def grades(request: HttpRequest) -> HttpResponse:
    examples = {grade: _examples(grade) for grade in Grade}
    context = {"current_room": "lore", "examples": examples}
    return render(request, "lore/grades.html", context)


def _examples(grade: Grade) -> list[Claim]:
    claims = Claim.objects.of_public_pages().in_the_open().filter(grade=grade)
    return list(claims.lately_weighed().select_related("page")[:EXAMPLES])
