"""A day and its hour as one field: one label, one format, and the browser's own calendar.

Django's admin asks for a moment in two boxes under one label, which leaves each of them without
a name of its own.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models


class MomentInput(forms.DateTimeInput):
    """To the second, so that a moment nobody touched comes back as it was."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M:%S")


class WithMoments(admin.ModelAdmin):
    """A form on which each date with a time is one field."""

    formfield_overrides = {
        models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput}
    }
