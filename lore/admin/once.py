"""Two keepers who enter a row of the same name in the same moment."""

from django.contrib import admin
from django.db import IntegrityError


class OncePerName(admin.ModelAdmin):
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):  # type: ignore[no-untyped-def]
        """The one who comes second is asked again: by now the form knows of the other row."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):  # type: ignore[no-untyped-def]
        """What cannot be saved like this is a 422, with everything that was typed."""
        form = super().render_change_form(request, context, *args, **kwargs)
        if context.get("errors"):
            form.status_code = 422
        return form
