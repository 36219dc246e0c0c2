"""What belongs to a page, edited beside it.

Rows are stacked, not tables: each field of a row has a label of its own, also when read aloud.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from lore.admin.forms import ClaimForm, QuestionForm
from lore.models import (
    Claim,
    KeyFigure,
    PageAlias,
    Relation,
    Release,
    StatusQuestion,
    TimelineEntry,
)


class ClaimInline(admin.StackedInline):
    model = Claim
    form = ClaimForm
    fields = ["text", ("grade", "as_of", "position"), ("gate", "gate_release"), "sources", "basis"]
    extra = 0
    view_on_site = False
    verbose_name_plural = "What is known: claims with grade, sources and date"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("cited")


class FigureInline(admin.StackedInline):
    model = KeyFigure
    fields = [("label", "value", "unit"), ("as_of", "source"), ("gate", "gate_release", "position")]
    extra = 0
    view_on_site = False
    autocomplete_fields = ["source"]
    verbose_name_plural = "Key figures: what is counted, by whom and when"


class QuestionInline(admin.StackedInline):
    model = StatusQuestion
    form = QuestionForm
    fields = ["question", ("answer", "as_of", "next_look"), "reason"]
    extra = 0
    max_num = 2
    verbose_name_plural = "Open questions: a new answer or date files the one before"


class TieInline(admin.StackedInline):
    model = Relation
    fk_name = "from_page"
    fields = [("type", "to_page", "grade"), ("season", "source"), ("gate", "gate_release")]
    extra = 0
    autocomplete_fields = ["to_page", "source"]
    verbose_name_plural = "Ties to other pages"

    def formfield_for_dbfield(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        """Bare choices: the icons beside each would push the row off the screen."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget if field else None, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class TimelineInline(admin.StackedInline):
    model = TimelineEntry
    fields = [("date", "precision", "season", "grade"), "text", ("gate", "gate_release")]
    extra = 0
    verbose_name_plural = "Dated happenings this page owns"

    def formfield_for_dbfield(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        if db_field.name == "text":
            kwargs["widget"] = forms.TextInput(attrs={"size": 90})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class ReleaseInline(admin.StackedInline):
    """Parts are added and never taken away: texts are gated by them."""

    model = Release
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = [
        ("position", "name", "key"),
        ("released_on", "ends_on", "precision"),
        ("where_to_watch", "watch_url"),
    ]
    extra = 0
    can_delete = False
    verbose_name_plural = "Releases: the parts of this work, each of which can be a gate"


class AliasInline(admin.StackedInline):
    """Names are added and never taken away: somebody may have written them down."""

    model = PageAlias
    fields = [("title", "reason")]
    extra = 0
    can_delete = False
    verbose_name_plural = "Other names: links and old addresses that use them lead here"

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
