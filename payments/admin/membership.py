"""Memberships: facts to read, what is past due, and the way to Stripe's dashboard."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from payments.admin.at_stripe import at_stripe
from payments.admin.readonly import ReadOnly
from payments.models import Bill, Joining, Membership


class DueFilter(admin.SimpleListFilter):
    """The memberships that somebody may want to look at."""

    title = "work"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("due", "Past due"), ("ending", "Cancelled, still open")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "due":
            return queryset.filter(pk__in=Membership.objects.past_due().values("pk"))
        if self.value() == "ending":
            live = Membership.objects.live().exclude(ends_at=None)
            return queryset.filter(pk__in=live.values("pk"))
        return queryset


class BillInline(ReadOnly, admin.TabularInline):
    model = Bill
    fields = ["made_at", "number", "reason", "status", "amount_cents", "paid_at", "tries"]


@admin.register(Membership)
class MembershipAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["number", "member", "plan", "status", "is_open", "at_stripe", "period_end"]
    list_display += ["ends_at", "unpaid_since", "since"]
    list_filter = [DueFilter, "status", "plan"]
    list_select_related = ["member"]
    search_fields = ["member__email", "member__handle", "subscription_id", "customer_id"]
    date_hierarchy = "since"
    inlines = [BillInline]
    readonly_fields = ["is_open", "grace_ends_at", "at_stripe"]

    @admin.display(boolean=True, description="the Club is open")
    def is_open(self, membership: Membership) -> bool:
        return membership.grants

    @admin.display(description="at Stripe")
    def at_stripe(self, membership: Membership) -> SafeString | str:
        return at_stripe(membership.subscription_id)


@admin.register(Joining)
class JoiningAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["member", "plan", "price_cents", "made_at", "closed_at", "consent_version"]
    list_filter = ["plan", ("closed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["member"]
    search_fields = ["email", "session_id", "idempotency_key"]
    date_hierarchy = "made_at"
