"""The worklists: refunds that failed, refunds that name no pieces, disputes that wait for us."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from payments.admin.amounts import amount
from payments.admin.at_stripe import at_stripe
from payments.admin.readonly import ReadOnly
from payments.models import Dispute, NotRefunded, Refund


class WorkFilter(admin.SimpleListFilter):
    """The refunds somebody has to do something about."""

    title = "work"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("failed", "Failed, not tried again"), ("pieces", "Of a part, for no piece")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Refund]) -> QuerySet[Refund]:
        work = {"failed": Refund.objects.failed(), "pieces": Refund.objects.without_pieces()}
        wanted = work.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(pk__in=wanted.values("pk"))


@admin.register(Refund)
class RefundAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["order", "amount", "reason", "status", "at_stripe", "asked_at", "asked_by"]
    list_filter = [WorkFilter, "status", "reason"]
    list_select_related = ["order", "asked_by"]
    search_fields = ["order__number", "order__email", "stripe_id"]
    date_hierarchy = "asked_at"
    readonly_fields = ["at_stripe"]
    actions = ["try_again"]

    @admin.display(ordering="amount_cents")
    def amount(self, refund: Refund) -> str:
        return amount(refund.amount_cents, refund.order.currency)

    @admin.display(description="at Stripe")
    def at_stripe(self, refund: Refund) -> SafeString | str:
        return at_stripe(refund.stripe_id)

    def has_refund_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("payments.add_refund")

    @admin.action(description="Try again", permissions=["refund"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Refund]) -> None:
        for refund in queryset.select_related("order").order_by("pk"):
            try:
                refund.ask_again(by=request.user)
            except NotRefunded as problem:
                messages.error(request, f"{refund}: {problem}")
            else:
                messages.success(request, f"{refund}: asked for again.")


class DueFilter(admin.SimpleListFilter):
    title = "work"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("due", "Evidence is due")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Dispute]) -> QuerySet[Dispute]:
        return queryset.filter(status="needs_response") if self.value() == "due" else queryset


@admin.register(Dispute)
class DisputeAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["order", "amount", "reason", "state", "due_by", "at_stripe", "opened_at"]
    list_display += ["closed_at"]
    list_filter = [DueFilter, "status"]
    list_select_related = ["order"]
    search_fields = ["order__number", "order__email", "stripe_id"]
    readonly_fields = ["at_stripe"]

    @admin.display(ordering="status")
    def state(self, dispute: Dispute) -> str:
        return dispute.status.replace("_", " ")

    @admin.display(ordering="amount_cents")
    def amount(self, dispute: Dispute) -> str:
        return amount(dispute.amount_cents, dispute.order.currency)

    @admin.display(description="at Stripe")
    def at_stripe(self, dispute: Dispute) -> SafeString | str:
        return at_stripe(dispute.stripe_id)
