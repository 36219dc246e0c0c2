"""Copies, the ledger and what Stripe told us: facts to read."""

from django.contrib import admin

from payments.admin.readonly import ReadOnly
from payments.models import Copy, Handover, Movement, Passage, StripeEvent


class PassageInline(ReadOnly, admin.TabularInline):
    model = Passage
    fields = ["at", "how", "owner"]


@admin.register(Copy)
class CopyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = [
        "item",
        "serial",
        "owner",
        "order_number",
        "acquired_at",
        "frozen_at",
        "returned_at",
    ]
    list_filter = [
        ("frozen_at", admin.EmptyFieldListFilter),
        ("returned_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["item", "owner", "order_line__order"]
    search_fields = ["item__name", "=serial", "owner__email", "order_line__order__number"]
    date_hierarchy = "acquired_at"
    inlines = [PassageInline]

    @admin.display(description="order")
    def order_number(self, copy: Copy) -> str:
        return copy.order_line.order.number if copy.order_line else "not bought here"


@admin.register(Handover)
class HandoverAdmin(ReadOnly, admin.ModelAdmin):
    """Who gave what to whom; neither the words nor the address are the shop's to read."""

    list_display = ["copy", "kind", "state", "giver", "recipient", "made_at", "ended_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["copy__item", "giver", "recipient"]
    search_fields = ["copy__item__name", "=copy__serial", "giver__email", "recipient__email"]
    date_hierarchy = "made_at"
    exclude = ["message", "email", "token_hash"]


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["event_id", "type", "object_id", "received_at", "handled_at"]
    list_filter = ["type", ("handled_at", admin.EmptyFieldListFilter)]
    search_fields = ["event_id", "object_id"]


@admin.register(Movement)
class MovementAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["booked_at", "order", "kind", "amount", "stripe_id"]
    list_filter = ["kind"]
    list_select_related = ["order"]
    search_fields = ["order__number", "stripe_id"]
    date_hierarchy = "booked_at"

    @admin.display(ordering="amount_cents")
    def amount(self, movement: Movement) -> str:
        return f"{movement.amount_cents / 100:+.2f} {movement.currency.upper()}"
