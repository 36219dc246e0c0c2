"""What belongs to a page, edited beside it."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from lore.admin.forms import ClaimForm, QuestionForm
from lore.models import Claim, PageAlias, Relation, StatusQuestion, TimelineEntry


class ClaimInline(admin.TabularInline):
    model = Claim
    form = ClaimForm
    extra = 0
    verbose_name_plural = "What is known: claims with grade, sources and date"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("cited")


class QuestionInline(admin.StackedInline):
    model = StatusQuestion
    form = QuestionForm
    extra = 0
    max_num = 2
    verbose_name_plural = "Open questions: a new answer or date files the one before"


class TieInline(admin.TabularInline):
    model = Relation
    fk_name = "from_page"
    extra = 0
    autocomplete_fields = ["to_page", "source"]
    verbose_name_plural = "Ties to other pages"


class TimelineInline(admin.TabularInline):
    model = TimelineEntry
    fields = ["date", "precision", "season", "text", "grade"]
    extra = 0
    verbose_name_plural = "Dated happenings this page owns"

    def formfield_for_dbfield(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        if db_field.name == "text":
            kwargs["widget"] = forms.TextInput(attrs={"size": 60})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class AliasInline(admin.TabularInline):
    """Names are added and never taken away: somebody may have written them down."""

    model = PageAlias
    fields = ["title", "reason"]
    extra = 0
    can_delete = False
    verbose_name_plural = "Other names: links and old addresses that use them lead here"

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
