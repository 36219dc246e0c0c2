"""What becomes of an order's money after the sale, while the order's row is locked."""

from typing import TYPE_CHECKING

from django.utils import timezone

from payments.models.access import follow_the_money
from payments.models.dispute import take_in_disputes
from payments.models.movement import book
from payments.models.refund import take_in_refunds

if TYPE_CHECKING:
    from payments.gateway import Payment
    from payments.models.order import Order


def take_in(order: "Order", payment: "Payment") -> None:
    """Bring ledger, refunds, disputes and access in line with Stripe's word on the payment."""
    book(order, payment)
    take_in_refunds(order, payment.refunds)
    take_in_disputes(order, payment.disputes)
    follow_the_money(order)
    sum_up(order)


def sum_up(order: "Order") -> None:
    """Keep on the order itself what its refunds and disputes come to."""
    through = order.refunds.filter(status="succeeded").total_cents()
    since = {
        "refunded_at": 0 < order.captured_cents <= through,
        "disputed_at": order.disputes.open().exists(),
        "charged_back_at": order.disputes.lost().exists(),
    }
    for name, holds in since.items():
        setattr(order, name, (getattr(order, name) or timezone.now()) if holds else None)
    order.refunded_cents = through
    order.save(update_fields=[*since, "refunded_cents"])
