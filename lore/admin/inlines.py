"""What belongs to a page, edited beside it.

Rows are stacked, not tables: each field of a row has a label of its own, also when read aloud.
Saved rows are closed, and say in a line what they hold.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from lore.admin.forms import ClaimForm, PlainClaimForm, QuestionForm
from lore.admin.plain import TypedByNumber, is_plain
from lore.models import (
    Claim,
    KeyFigure,
    PageAlias,
    Relation,
    Release,
    StatusQuestion,
    TimelineEntry,
)


class Rows(TypedByNumber, admin.StackedInline):
    """Rows of one kind. `line` names the fields a closed row shows, `about` says what they are."""

    template = "admin/lore/page/rows.html"
    extra = 0
    line: tuple[str, ...] = ()
    about = ""

    def get_extra(self, request: HttpRequest, obj: object = None, **kwargs: Any) -> int:
        """A blank row for whose browser runs no script that could add one."""
        return 1 if is_plain(request) else self.extra

    def formfield_for_dbfield(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        """Bare choices: the icons beside each would push the row off the screen."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget if field else None, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class ClaimInline(Rows):
    model = Claim
    form = ClaimForm
    fields = ["text", ("grade", "as_of", "position"), ("gate", "gate_release"), "basis"]
    line = ("grade", "text", "gate", "gate_release")
    view_on_site = False
    verbose_name_plural = "What is known: claims with grade, sources and date"
    about = "One statement a row, as the record holds it on that day."

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("cited")

    def get_formset(self, request: HttpRequest, obj: object = None, **kwargs: Any) -> Any:
        form = PlainClaimForm if is_plain(request) else self.form
        return super().get_formset(request, obj, **{"form": form, **kwargs})


class QuestionInline(Rows):
    model = StatusQuestion
    form = QuestionForm
    fields = ["question", ("answer", "as_of", "next_look"), "reason", ("gate", "gate_release")]
    line = ("question", "answer", "gate", "gate_release")
    view_on_site = False
    max_num = 2
    verbose_name_plural = "Open questions"
    about = "A new answer or date files the one before."


class FigureInline(Rows):
    model = KeyFigure
    fields = [("label", "value", "unit"), ("as_of", "source"), ("gate", "gate_release", "position")]
    line = ("label", "value", "unit")
    autocomplete_fields = raw_id_fields = ["source"]
    view_on_site = False
    verbose_name_plural = "Key figures"
    about = "A number with the day it was counted and who says so."


class TieInline(Rows):
    model = Relation
    fk_name = "from_page"
    fields = [("type", "to_page", "grade"), ("season", "source"), ("gate", "gate_release")]
    line = ("type", "to_page", "grade")
    autocomplete_fields = raw_id_fields = ["to_page", "source"]
    verbose_name_plural = "Ties to other pages"
    about = "Who did what to whom, since which season, and how we know."


class TimelineInline(Rows):
    model = TimelineEntry
    fields = [("date", "precision", "season", "grade"), "text", ("gate", "gate_release")]
    line = ("date", "text")
    verbose_name_plural = "Dated happenings this page owns"
    about = (
        "They stand in the timeline of the record, under the season given here. Their dates put "
        "them in order, so they are not moved by hand."
    )

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "text":
            kwargs["widget"] = forms.TextInput(attrs={"size": 90})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ReleaseInline(Rows):
    """Parts are added and never taken away: texts are gated by them."""

    model = Release
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = [
        ("position", "name", "key"),
        ("released_on", "ends_on", "precision"),
        ("where_to_watch", "watch_url"),
    ]
    line = ("name", "released_on")
    can_delete = False
    view_on_site = False
    verbose_name_plural = "Releases"
    about = "The parts of this work as they came out; each can be a gate, and none is taken away."


class AliasInline(Rows):
    """Names are added and never taken away: somebody may have written them down."""

    model = PageAlias
    fields = [("title", "reason")]
    line = ("title",)
    can_delete = False
    verbose_name_plural = "Other names"
    about = "Links and old addresses that use them lead here. They are added, never taken away."

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
