"""What editors do to several pages of the list at once.

The list carries which revision of each page it showed. A page that has moved on since is left
as it is: nobody publishes, or removes, what they have not seen.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin, helpers
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from lore.admin.acts import ACTS, Act
from lore.admin.standing import Standing
from lore.models import Page

PUBLISH = Act(
    name="publish",
    label="Publish the newest work",
    right="publish_page",
    warning="Readers see it at once.",
    done="Published",
    do=lambda page, user, words: page.publish(user, words),
    is_offered=lambda standing: True,
)


def seen_name(pk: int) -> str:
    return f"seen-{pk}"


class Chosen:
    """The ticked pages, held until the transaction ends: those as they were seen, and others."""

    def __init__(self, request: HttpRequest, act: Act, pages: QuerySet) -> None:
        self.seen: list[Page] = []
        self.moved: list[Page] = []
        self.unfit: list[Page] = []
        held = Page.objects.select_for_update(no_key=True).order_by("pk")
        for page in held.filter(pk__in=pages.values("pk")):
            if str(page.version) != request.POST.get(seen_name(page.pk)):
                self.moved.append(page)
            elif act.is_offered(Standing.of(page)):
                self.seen.append(page)
            else:
                self.unfit.append(page)


@transaction.atomic
def _respond(act: Act, desk: ModelAdmin, request: HttpRequest, pages: QuerySet) -> Any:
    """The page that asks; once it is confirmed, the deed. 409 where somebody was faster."""
    chosen, words = Chosen(request, act, pages), request.POST.get("words", "").strip()
    is_meant = "confirmed" in request.POST and (words or not act.wants_words)
    if is_meant and not chosen.moved and chosen.seen:
        for page in chosen.seen:
            act.do(page, request.user, words)
            desk.log_change(request, page, f"{act.done}. {words}".strip())
        names = ", ".join(page.title for page in chosen.seen)
        desk.message_user(request, f"{act.done}: {names}.", messages.SUCCESS)
        return None
    return _ask(act, desk, request, chosen)


def _ask(act: Act, desk: ModelAdmin, request: HttpRequest, chosen: Chosen) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": act.label,
        "opts": desk.opts,
        "act": act,
        "chosen": chosen,
        "action": request.POST.get("action", ""),
        "checkbox": helpers.ACTION_CHECKBOX_NAME,
        "seen": [(page.pk, seen_name(page.pk), page.version) for page in chosen.seen],
        "is_without_words": "confirmed" in request.POST,
    }
    status = 409 if chosen.moved else 200
    return TemplateResponse(request, "admin/lore/page/act_on_many.html", context, status=status)


@admin.action(permissions=["publish"], description="Publish the newest work…")
def publish(desk: ModelAdmin, request: HttpRequest, pages: QuerySet) -> HttpResponse | None:
    return _respond(PUBLISH, desk, request, pages)


@admin.action(permissions=["archive"], description="Archive…")
def archive(desk: ModelAdmin, request: HttpRequest, pages: QuerySet) -> HttpResponse | None:
    return _respond(ACTS["archive"], desk, request, pages)


@admin.action(permissions=["take_down"], description="Take down…")
def take_down(desk: ModelAdmin, request: HttpRequest, pages: QuerySet) -> HttpResponse | None:
    return _respond(ACTS["take-down"], desk, request, pages)
