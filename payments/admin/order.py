"""Orders: found by whatever somebody quotes, with all that happened to them."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.safestring import SafeString

from payments import gateway
from payments.admin.amounts import amount
from payments.admin.at_stripe import at_stripe
from payments.admin.order_inlines import (
    AttemptInline,
    DisputeInline,
    MovementInline,
    OrderLineInline,
    RefundInline,
)
from payments.admin.readonly import ReadOnly
from payments.admin.refunding import refund_page
from payments.admin.reports import sales_page, work_page
from payments.models import Order
from payments.models.order_queries import WAITING
from payments.story import story_of
from payments.words import rates_in_words

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
FACTS = (
    *("number", "state_in_words", "buyer", "email", "total", "off", "tax", "country"),
    *("paid_with", "at_stripe"),
)
AGREED = ("consent_text", "consent_version", "consented_at", "terms_version")
MOMENTS = (
    *("placed_at", "expires_at", "pending_at", "paid_at", "cancelled_at", "cancelled_because"),
    *("quarantined_at", "quarantine_reason", "refunded_at", "disputed_at", "charged_back_at"),
)


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state, state.capitalize()) for state in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        return queryset.filter(STATES.get(self.value() or "", Q()))


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
    fieldsets = [
        (None, {"fields": FACTS}),
        ("What the buyer agreed to", {"fields": AGREED, "classes": ["collapse"]}),
        ("Moments", {"fields": MOMENTS, "classes": ["collapse"]}),
    ]
    readonly_fields = ["state_in_words", "total", "off", "tax", "at_stripe"]
    inlines = [OrderLineInline, MovementInline, RefundInline, DisputeInline, AttemptInline]

    @admin.display(ordering="total_cents")
    def total(self, order: Order) -> str:
        return amount(order.total_cents, order.currency)

    @admin.display(description="state")
    def state_in_words(self, order: Order) -> str:
        return order.state_in_words

    @admin.display(description="code")
    def off(self, order: Order) -> str:
        off = amount(order.discount_cents, order.currency)
        return f"{order.coupon_code}, {off} off" if order.coupon_code else "none"

    @admin.display(description="tax in it")
    def tax(self, order: Order) -> str:
        known = amount(order.tax_cents, order.currency)
        return f"{known}, {rates_in_words(order.taxes)}" if order.taxes else known

    @admin.display(description="at Stripe")
    def at_stripe(self, order: Order) -> SafeString | str:
        return at_stripe(order.payment_intent)

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
