"""The shopkeeper's view of orders, copies and events: facts to read, nothing to rewrite."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from payments.models import CheckoutAttempt, Copy, Order, OrderLine, StripeEvent
from payments.models.order_queries import WAITING

STATES = {
    "waiting": WAITING,
    "pending": Q(pending_at__isnull=False, paid_at=None, cancelled_at=None, quarantined_at=None),
    "paid": Q(paid_at__isnull=False),
    "quarantined": Q(quarantined_at__isnull=False, refunded_at=None),
    "refunded": Q(refunded_at__isnull=False),
    "cancelled": Q(cancelled_at__isnull=False, quarantined_at=None),
}


class ReadOnly:
    """The books are written by the shop's verbs alone."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state.capitalize()) for state in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        return queryset.filter(STATES.get(self.value() or "", Q()))


class OrderLineInline(ReadOnly, admin.TabularInline):
    model = OrderLine
    fields = ["name", "kind", "unit_price_cents", "quantity", "numbers"]
    readonly_fields = ["numbers"]

    @admin.display(description="numbers entered")
    def numbers(self, line: OrderLine) -> str:
        return ", ".join(str(copy.serial) for copy in line.copies.all()) or "none"


class AttemptInline(ReadOnly, admin.TabularInline):
    model = CheckoutAttempt
    fields = ["session_id", "idempotency_key", "made_at", "expires_at", "closed_at"]
    readonly_fields = ["idempotency_key"]


@admin.register(Order)
class OrderAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "state", "email", "total", "placed_at", "quarantine_reason"]
    list_filter = [StateFilter, "placed_at"]
    search_fields = ["number", "email", "payment_intent", "attempts__session_id"]
    date_hierarchy = "placed_at"
    inlines = [OrderLineInline, AttemptInline]

    @admin.display(ordering="total_cents")
    def total(self, order: Order) -> str:
        return f"{order.total_cents / 100:.2f} {order.currency.upper()}"


@admin.register(Copy)
class CopyAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["item", "serial", "owner", "order_number", "acquired_at"]
    list_select_related = ["item", "owner", "order_line__order"]
    search_fields = ["item__name", "=serial", "owner__email", "order_line__order__number"]
    date_hierarchy = "acquired_at"

    @admin.display(description="order")
    def order_number(self, copy: Copy) -> str:
        return copy.order_line.order.number if copy.order_line else "not bought here"


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["event_id", "type", "object_id", "received_at", "handled_at"]
    list_filter = ["type", ("handled_at", admin.EmptyFieldListFilter)]
    search_fields = ["event_id", "object_id"]
