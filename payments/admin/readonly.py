"""The books are written by the shop's verbs alone."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """To be read, and to be changed by nobody."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
