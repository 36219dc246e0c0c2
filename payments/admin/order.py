"""Orders: found by whatever somebody quotes, with all that happened to them."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path

from payments import gateway
from payments.admin.readonly import ReadOnly
from payments.admin.refunding import refund_page
from payments.admin.reports import sales_page, work_page
from payments.models import CheckoutAttempt, Dispute, Movement, Order, OrderLine, Refund
from payments.models.order_queries import WAITING
from payments.story import story_of

STATES = {
    "waiting": WAITING,
    "pending": Q(pending_at__isnull=False, paid_at=None, cancelled_at=None, quarantined_at=None),
    "paid": Q(paid_at__isnull=False),
    "quarantined": Q(quarantined_at__isnull=False, refunded_at=None),
    "partly refunded": Q(refunded_cents__gt=0, refunded_at=None),
    "refunded": Q(refunded_at__isnull=False),
    "disputed": Q(disputed_at__isnull=False),
    "charged back": Q(charged_back_at__isnull=False),
    "cancelled": Q(cancelled_at__isnull=False, quarantined_at=None),
}


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state.capitalize()) for state in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        return queryset.filter(STATES.get(self.value() or "", Q()))


class OrderLineInline(ReadOnly, admin.TabularInline):
    model = OrderLine
    fields = ["name", "kind", "unit_price_cents", "quantity", "wanted_serial", "numbers"]
    readonly_fields = ["numbers"]

    @admin.display(description="numbers entered")
    def numbers(self, line: OrderLine) -> str:
        return ", ".join(str(copy.serial) for copy in line.copies.all()) or "none"


class AttemptInline(ReadOnly, admin.TabularInline):
    model = CheckoutAttempt
    fields = ["session_id", "idempotency_key", "made_at", "expires_at", "closed_at"]
    readonly_fields = ["idempotency_key"]


class MovementInline(ReadOnly, admin.TabularInline):
    model = Movement
    fields = ["booked_at", "kind", "amount_cents", "stripe_id"]


class RefundInline(ReadOnly, admin.TabularInline):
    model = Refund
    fields = ["asked_at", "amount_cents", "reason", "note", "status", "asked_by", "stripe_id"]


class DisputeInline(ReadOnly, admin.TabularInline):
    model = Dispute
    fields = ["opened_at", "amount_cents", "reason", "status", "due_by", "stripe_id"]


@admin.register(Order)
class OrderAdmin(ReadOnly, admin.ModelAdmin):
    change_form_template = "admin/payments/order/change_form.html"
    change_list_template = "admin/payments/order/change_list.html"
    list_display = ["number", "state", "email", "total", "placed_at", "quarantine_reason"]
    list_filter = [StateFilter, "placed_at"]
    search_fields = [
        "number",
        "email",
        "payment_intent",
        "attempts__session_id",
        "refunds__stripe_id",
        "disputes__stripe_id",
    ]
    date_hierarchy = "placed_at"
    inlines = [OrderLineInline, MovementInline, RefundInline, DisputeInline, AttemptInline]

    @admin.display(ordering="total_cents")
    def total(self, order: Order) -> str:
        return f"{order.total_cents / 100:.2f} {order.currency.upper()}"

    def get_urls(self) -> list[Any]:
        refund = self.admin_site.admin_view(self.refund)
        sales, work = partial(sales_page, self), partial(work_page, self)
        return [
            path("<int:pk>/refund/", refund, name="payments_order_refund"),
            path("sales/", self.admin_site.admin_view(sales), name="payments_order_sales"),
            path("work/", self.admin_site.admin_view(work), name="payments_order_work"),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        order = self.get_object(request, object_id)
        told = {"story": story_of(order), "dashboard_url": _dashboard_url(order)} if order else {}
        return super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})

    def refund(self, request: HttpRequest, pk: int) -> HttpResponse:
        return refund_page(self, request, pk)


def _dashboard_url(order: Order) -> str:
    return gateway.dashboard_url(order.payment_intent) if order.payment_intent else ""
