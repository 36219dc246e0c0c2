"""The form of a page shows and saves its newest work, and leaves the rows readers have alone.

The work is laid into the rows, Django's own form and inlines show or save it, a snapshot is
taken, and all of that is rolled back: what stays is the revision. So every inline works for
drafts without knowing of them.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.forms import Media
from django.http import HttpRequest, HttpResponse

from lore.admin.acts import Acting
from lore.admin.began import lay_what_it_began_from, number_of
from lore.admin.conflict import conflict_page
from lore.admin.editor import editor_of
from lore.admin.standing import Standing
from lore.admin.verbs import VERBS, do, verb_of
from lore.groups import who_may
from lore.models import Page
from lore.models.keeping import StaleEdit
from lore.models.naming import hold_names
from lore.models.rolling_back import rolled_back
from lore.models.snapshot import Snapshot, snapshot_of

NOTES = 20


@dataclass(frozen=True)
class Taken:
    """What the form made of a page; a new page is there already, and has no snapshot apart."""

    page: Page
    summary: str
    snapshot: Snapshot | None = None


class Working(Acting):
    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["css/desk-work.css"]})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):  # type: ignore[no-untyped-def]
        """Saving over somebody else's newer version shows both instead; nothing is written then."""
        try:
            return self._change_or_conflict(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Another page took the name in the same moment. It is there by now: the form says so.
            return self._change_or_conflict(request, object_id, form_url, extra_context)

    def _change_or_conflict(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra: Any
    ) -> HttpResponse:
        page = self.get_object(request, unquote(object_id)) if object_id else None
        if page is None:
            return self._entered(request, object_id, form_url, extra)
        try:
            return self._worked_on(request, page, form_url, extra)
        except StaleEdit:
            return self._conflict(request, page)

    @transaction.atomic
    def _entered(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra: Any
    ) -> HttpResponse:
        verb = verb_of(request)
        response = super().changeform_view(
            request, object_id, form_url, self._around(request, None, extra)
        )
        taken = _taken(request)
        if taken:
            kept = taken.page.revise(editor_of(request), taken.summary)
            do(verb, self, request, taken.page, kept)
        return response

    @transaction.atomic
    def _worked_on(
        self, request: HttpRequest, page: Page, form_url: str, extra: Any
    ) -> HttpResponse:
        verb, around = verb_of(request), self._around(request, page, extra)
        if request.method == "POST":
            page.claim_version(number_of(request.POST.get("base_version")))
            if _gives_a_name(request, page):
                hold_names()  # here, since what is rolled back lets go of it
            around["rows_from"] = request.POST.get("rows_from") or page.version
        with rolled_back():
            lay_what_it_began_from(page, request)
            response = super().changeform_view(request, str(page.pk), form_url, around)
            if hasattr(response, "render"):  # it reads the rows, and these are about to go
                response.render()
        taken = _taken(request)
        if taken and taken.snapshot:
            kept = page.keep(taken.snapshot, editor_of(request), taken.summary)
            self.log_change(request, page, taken.summary)
            do(verb, self, request, page, kept)
        return response

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:
        if change:
            obj.claim_version(form.cleaned_data["base_version"])
        obj.save()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        page, summary = form.instance, form.cleaned_data["summary"]
        if change:
            page.keep_old_names()
        taken = Taken(page, summary, snapshot_of(page) if change else None)
        cast(Any, request).taken = taken

    def _around(
        self, request: HttpRequest, page: Page | None, extra: dict[str, Any] | None
    ) -> dict[str, Any]:
        """What stands round the form: the state, the buttons, and what was said at the desk."""
        notes = page.desk_notes.select_related("author", "revision") if page else None
        standing = Standing.of(page) if page else None
        return {
            "standing": standing,
            "acts": self.acts_for(request, standing) if standing else [],
            "desk_notes": list(notes[:NOTES]) if notes is not None else [],
            "verbs": [verb for verb in VERBS if verb.is_for(request)],
            "reviewers": who_may("publish_page"),
            "may_publish": request.user.has_perm("lore.publish_page"),
            **(extra or {}),
        }

    def _conflict(self, request: HttpRequest, page: Page) -> HttpResponse:
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        return conflict_page(self, request, page)


def _gives_a_name(request: HttpRequest, page: Page) -> bool:
    """Whether what was typed takes a name that readers do not know the page by."""
    typed = request.POST
    others = [name for name in typed if name.startswith("aliases-") and name.endswith("-title")]
    names = (typed.get("title"), typed.get("slug"))
    return names != (page.title, page.slug) or any(typed[name] for name in others)


def _taken(request: HttpRequest) -> Taken | None:
    return getattr(request, "taken", None)
