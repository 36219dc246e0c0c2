"""The form for a browser that runs no script, at `?rows=1`: nothing is looked up by name there.

What a row refers to is typed by its number instead; a link beside the field leads to the list.
"""

from django.contrib.admin.options import BaseModelAdmin
from django.http import HttpRequest


def is_plain(request: HttpRequest) -> bool:
    return "rows" in request.GET


class TypedByNumber(BaseModelAdmin):
    """Name a field in `autocomplete_fields` and in `raw_id_fields`: one of the two is used."""

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str] | tuple[str, ...]:
        return () if is_plain(request) else super().get_autocomplete_fields(request)
