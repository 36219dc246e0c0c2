"""What hangs on an order: its lines, its money, and the tries to pay it."""

from django.contrib import admin
from django.utils.safestring import SafeString

from payments.admin.amounts import amount
from payments.admin.at_stripe import at_stripe
from payments.admin.readonly import ReadOnly
from payments.models import CheckoutAttempt, Dispute, Movement, OrderLine, Refund


class OrderLineInline(ReadOnly, admin.TabularInline):
    model = OrderLine
    fields = ["name", "kind", "each", "quantity", "paid", "tax", "wanted_serial", "numbers"]
    readonly_fields = ["each", "paid", "tax", "numbers"]

    @admin.display(description="each")
    def each(self, line: OrderLine) -> str:
        return amount(line.unit_price_cents, line.order.currency)

    @admin.display(description="paid, less a code")
    def paid(self, line: OrderLine) -> str:
        return amount(line.total_cents - line.discount_cents, line.order.currency)

    @admin.display(description="tax in it")
    def tax(self, line: OrderLine) -> str:
        return amount(line.tax_cents, line.order.currency)

    @admin.display(description="numbers entered")
    def numbers(self, line: OrderLine) -> str:
        return ", ".join(str(copy.serial) for copy in line.copies.all()) or "none"


class AttemptInline(ReadOnly, admin.TabularInline):
    model = CheckoutAttempt
    fields = ["session_id", "idempotency_key", "made_at", "expires_at", "closed_at"]
    readonly_fields = ["idempotency_key"]


class MovementInline(ReadOnly, admin.TabularInline):
    model = Movement
    fields = ["booked_at", "kind", "amount", "at_stripe"]
    readonly_fields = ["amount", "at_stripe"]

    @admin.display(description="amount")
    def amount(self, movement: Movement) -> str:
        return amount(movement.amount_cents, movement.currency)

    @admin.display(description="at Stripe")
    def at_stripe(self, movement: Movement) -> SafeString | str:
        return at_stripe(movement.stripe_id)


class RefundInline(ReadOnly, admin.TabularInline):
    model = Refund
    fields = ["asked_at", "amount", "reason", "note", "status", "asked_by", "at_stripe"]
    readonly_fields = ["amount", "at_stripe"]

    @admin.display(description="amount")
    def amount(self, refund: Refund) -> str:
        return amount(refund.amount_cents, refund.order.currency)

    @admin.display(description="at Stripe")
    def at_stripe(self, refund: Refund) -> SafeString | str:
        return at_stripe(refund.stripe_id)


class DisputeInline(ReadOnly, admin.TabularInline):
    model = Dispute
    fields = ["opened_at", "amount", "reason", "status", "due_by", "at_stripe"]
    readonly_fields = ["amount", "at_stripe"]

    @admin.display(description="amount")
    def amount(self, dispute: Dispute) -> str:
        return amount(dispute.amount_cents, dispute.order.currency)

    @admin.display(description="at Stripe")
    def at_stripe(self, dispute: Dispute) -> SafeString | str:
        return at_stripe(dispute.stripe_id)
