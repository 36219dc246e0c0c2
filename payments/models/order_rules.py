"""What must never be of an order: the database refuses it. And what is looked for among many."""

from django.db import models
from django.db.models import F, Q

from payments.models.order_queries import WAITING

RULES = [
    models.UniqueConstraint(
        fields=["buyer"], condition=WAITING, name="order_one_waiting_per_buyer"
    ),
    models.CheckConstraint(
        condition=Q(total_cents__gt=0) | Q(discount_cents__gt=0),
        name="order_is_free_by_a_code_only",
    ),
    models.UniqueConstraint(
        fields=["coupon", "buyer"],
        condition=Q(coupon_once=True, cancelled_at=None),
        name="order_uses_a_code_once",
    ),
    models.CheckConstraint(
        condition=Q(paid_at=None) | Q(cancelled_at=None, quarantined_at=None),
        name="order_paid_is_final",
    ),
    models.CheckConstraint(
        condition=Q(quarantined_at=None, quarantine_reason="")
        | (Q(quarantined_at__isnull=False) & ~Q(quarantine_reason="")),
        name="order_quarantine_has_a_reason",
    ),
    models.CheckConstraint(
        condition=Q(tax_cents=None) | Q(tax_cents__lte=F("total_cents")),
        name="order_tax_is_within_its_total",
    ),
    models.CheckConstraint(
        condition=Q(currency__in=["eur", "gbp", "usd"]), name="order_currency_is_known"
    ),
]

INDEXES = [
    models.Index(fields=["buyer", "-placed_at"], name="order_of_buyer"),
    # Small, however many orders there were: looked through every few seconds.
    models.Index(
        fields=["expires_at"],
        condition=Q(paid_at=None, cancelled_at=None, quarantined_at=None),
        name="order_unfinished",
    ),
    models.Index(
        fields=["quarantined_at"],
        condition=Q(quarantined_at__isnull=False),
        name="order_set_aside",
    ),
]
