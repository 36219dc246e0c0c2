"""Codes: made and changed here, counted by orders."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.desk.moments import WithMoments
from payments.models import Coupon

HELP = {
    "percent": "Either a share of the order: 10 takes a tenth off.",
    "amount_cents": "Or a sum, in cents: 500 takes 5.00 off.",
}


@admin.register(Coupon)
class CouponAdmin(WithMoments):
    list_display = ["code", "in_words", "uses", "most_uses", "starts_at", "ends_at", "is_active"]
    list_filter = ["is_active", "once_per_member"]
    search_fields = ["code", "note"]
    readonly_fields = ["uses"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        said = {"help_texts": HELP, **kwargs}
        return super().get_form(request, obj, change, **said)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Orders name their code: one that is not wanted any more is made inactive."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.uses)
