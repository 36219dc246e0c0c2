"""The buttons below the form of a page: each saves what was typed, then does one thing with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from lore.admin.began import number_of
from lore.admin.editor import editor_of
from lore.groups import who_may
from lore.models import Page, PageRevision

Deed = Callable[[HttpRequest, Page, PageRevision | None], tuple[int, str]]


@dataclass(frozen=True)
class Verb:
    """A button, the right it takes beyond changing pages, and what it does."""

    name: str
    label: str
    right: str
    do: Deed

    def is_for(self, request: HttpRequest) -> bool:
        return not self.right or request.user.has_perm(f"lore.{self.right}")


def _keep(request: HttpRequest, page: Page, kept: PageRevision | None) -> tuple[int, str]:
    if kept is None:
        return messages.INFO, "Nothing was changed."
    said = "" if not page.is_public else " Readers see it once it is published."
    return messages.SUCCESS, f"Kept as revision {kept.number}.{said}"


def _submit(request: HttpRequest, page: Page, kept: PageRevision | None) -> tuple[int, str]:
    reviewer = who_may("publish_page").filter(pk=number_of(request.POST.get("reviewer"))).first()
    page.submit(editor_of(request), request.POST.get("note", "")[:2000], reviewer)
    whom = reviewer.public_name if reviewer else "everyone who may publish"
    return messages.SUCCESS, f"In review. A letter asks {whom}."


def _schedule(request: HttpRequest, page: Page, kept: PageRevision | None) -> tuple[int, str]:
    time = time_to_come(request.POST.get("schedule_for", ""))
    if time is None:
        return messages.WARNING, "Kept, and not scheduled: give a time to come."
    page.schedule(editor_of(request), time, request.POST.get("note", "")[:2000])
    return messages.SUCCESS, f"Public from {date_format(time, 'j F Y, H:i')} UTC."


def _publish(request: HttpRequest, page: Page, kept: PageRevision | None) -> tuple[int, str]:
    lost = page.publish(editor_of(request), request.POST.get("note", "")[:2000])
    if lost:
        return messages.WARNING, f"Published, but for this: {' '.join(lost)}"
    return messages.SUCCESS, "Published: readers see it now."


SAVE = Verb("_save", "Save draft", "", _keep)
VERBS = (
    SAVE,
    Verb("_continue", "Save draft and go on", "", _keep),
    Verb("_submit", "Send to review", "", _submit),
    Verb("_schedule", "Schedule", "publish_page", _schedule),
    Verb("_publish", "Publish", "publish_page", _publish),
)


def verb_of(request: HttpRequest) -> Verb:
    """The button that was pressed. A right that is missing is refused before anything is saved."""
    verb = next((verb for verb in VERBS[1:] if verb.name in request.POST), SAVE)
    if not verb.is_for(request):
        raise PermissionDenied
    return verb


def do(verb: Verb, desk: ModelAdmin, request: HttpRequest, page: Page, kept: Any) -> None:
    level, said = verb.do(request, page, kept)
    desk.message_user(request, said, level)


def time_to_come(text: str) -> datetime | None:
    """A time as the form sends it, in UTC; None for one that is past or no time."""
    try:
        time = forms.DateTimeField(required=False).clean(text)
    except forms.ValidationError:
        return None
    return time if time and time > timezone.now() else None
