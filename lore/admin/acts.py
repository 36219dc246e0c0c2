"""What is done with a page beside writing it: asked first on a page of its own, then by POST."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST

from lore.admin.editor import editor_of
from lore.admin.standing import Standing
from lore.models import Act as Noted
from lore.models import Page, Status

LONGEST = 2000  # characters of what is said


@dataclass(frozen=True)
class Act:
    """One thing to do: who may, when it is offered, what it says, and whether it wants words."""

    name: str
    label: str
    right: str
    warning: str
    done: str
    do: Callable[[Page, Any, str], Any]
    is_offered: Callable[[Standing], bool]
    wants_words: bool = False
    is_grave: bool = False

    def is_for(self, request: HttpRequest) -> bool:
        return request.user.has_perm(f"lore.{self.right}")


def _has_readers(standing: Standing) -> bool:
    return standing.page.status == Status.PUBLISHED


ACTS = {
    act.name: act
    for act in (
        Act(
            name="return",
            label="Give back to the writer",
            right="publish_page",
            warning="The writer gets a letter with your words.",
            done="Given back",
            do=lambda page, user, words: page.give_back(user, words),
            is_offered=lambda standing: standing.is_in_review,
            wants_words=True,
        ),
        Act(
            name="call-off",
            label="Call the time off",
            right="publish_page",
            warning="What was to go public stays with the desk.",
            done="Called off",
            do=lambda page, user, words: page.call_off(user, words),
            is_offered=lambda standing: standing.is_scheduled,
        ),
        Act(
            name="unpublish",
            label="Make it a draft again",
            right="publish_page",
            warning="Readers find nothing under its address, and links to it turn red.",
            done="A draft again",
            do=lambda page, user, words: page.unpublish(user, words),
            is_offered=lambda standing: standing.page.is_public,
        ),
        Act(
            name="archive",
            label="Archive",
            right="archive_page",
            warning="Readers find nothing under its address, and links to it turn red. "
            "Publishing brings it back.",
            done="Archived",
            do=lambda page, user, words: page.archive(user, words),
            is_offered=_has_readers,
            is_grave=True,
        ),
        Act(
            name="take-down",
            label="Take down",
            right="take_down_page",
            warning="Its address says from now on that it is gone. The reason stays with the desk.",
            done="Taken down",
            do=lambda page, user, words: page.take_down(user, words),
            is_offered=lambda standing: standing.page.status != Status.TAKEN_DOWN,
            wants_words=True,
            is_grave=True,
        ),
    )
}


class Acting(admin.ModelAdmin):
    """The addresses of acts and comments."""

    def get_urls(self) -> list[Any]:
        door = self.admin_site.admin_view
        return [
            path("<int:pk>/acts/<slug:name>/", door(self.act), name="lore_page_act"),
            path("<int:pk>/notes/", door(require_POST(self.note)), name="lore_page_note"),
            *super().get_urls(),
        ]

    def acts_for(self, request: HttpRequest, standing: Standing) -> list[Act]:
        return [act for act in ACTS.values() if act.is_for(request) and act.is_offered(standing)]

    @transaction.atomic
    def act(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Asks first; by POST it is done. Where it cannot be done any more, the page says so."""
        page, act = get_object_or_404(Page, pk=pk), ACTS.get(name)
        if act is None:
            raise Http404
        if not act.is_for(request):
            raise PermissionDenied
        page.lock()  # what is offered now is still so when it is done
        offered, words = act.is_offered(Standing.of(page)), _words(request)
        if request.method == "POST" and offered and (words or not act.wants_words):
            act.do(page, request.user, words)
            self.log_change(request, page, f"{act.done}. {words}".strip())
            messages.success(request, f"{act.done}: {page}.")
            return redirect("admin:lore_page_change", pk)
        return self._ask(request, page, act, offered)

    def note(self, request: HttpRequest, pk: int) -> HttpResponse:
        page, words = get_object_or_404(Page, pk=pk), _words(request)
        if not request.user.has_perm("lore.add_desknote"):
            raise PermissionDenied
        if words:
            page.note(Noted.COMMENT, editor_of(request), words)
        return redirect("admin:lore_page_change", pk)

    def _ask(self, request: HttpRequest, page: Page, act: Act, offered: bool) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{act.label}: {page}",
            "opts": self.opts,
            "page": page,
            "act": act,
            "offered": offered,
            "standing": Standing.of(page),
            "is_without_words": request.method == "POST" and offered,
        }
        status = 200 if request.method == "GET" else 422 if offered else 409
        return TemplateResponse(request, "admin/lore/page/act.html", context, status=status)


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "").strip()[:LONGEST]
