"""Before a page goes out it is checked: what is grave keeps it back, the rest is told."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from lore.admin.verbs import VERBS, verb_of
from lore.faults import Fault, Level, are_grave, faults_of
from lore.models.snapshot import snapshot_of

GOES_OUT = {"_submit", "_schedule", "_publish"}
NOT_CARRIED = {"csrfmiddlewaretoken", *(verb.name for verb in VERBS)}
MOST_TOLD = 3


class KeptBack(Exception):
    """The page has grave faults and does not go out. Nothing of the form was saved."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("The page has grave faults.")
        self.faults = faults


class Checking(admin.ModelAdmin):
    """Saving with a verb that leads to readers looks at what the rows say by then."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):  # type: ignore[no-untyped-def]
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except KeptBack as kept:
            return self._kept_back(request, kept.faults)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if verb_of(request).name not in GOES_OUT:
            return
        faults = faults_of(snapshot_of(form.instance))
        if are_grave(faults):
            raise KeptBack(faults)
        self._tell(request, [fault for fault in faults if fault.level == Level.WARNING])

    def _tell(self, request: HttpRequest, faults: list[Fault]) -> None:
        if faults:
            told = " ".join(fault.sentence for fault in faults[:MOST_TOLD])
            more = len(faults) - MOST_TOLD
            rest = f" And {more} more, under Checks." if more > 0 else ""
            self.message_user(request, f"Look again: {told}{rest}", messages.WARNING)

    def _kept_back(self, request: HttpRequest, faults: list[Fault]) -> HttpResponse:
        """The faults, and everything that was typed to go on with."""
        posted = request.POST.lists()
        context = {
            **self.admin_site.each_context(request),
            "title": "It does not go out like this",
            "opts": self.opts,
            "faults": faults,
            "carried": [(n, v) for n, values in posted for v in values if n not in NOT_CARRIED],
        }
        return TemplateResponse(request, "admin/lore/page/kept_back.html", context, status=422)
