"""Invoices and credit notes: numbered without a gap, and never changed once they are written."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from payments.models.tax import tax_in, taxes_in

if TYPE_CHECKING:
    from payments.gateway.taxes import Tax
    from payments.models.order import Order
    from payments.models.refund import Refund

Line = dict[str, Any]  # name, kind, serials, quantity, unit_cents


class InvoiceSeries(models.Model):
    """The last number of a year. Its row is locked until the invoice is written: no gaps."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "invoice series"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"

    @classmethod
    def take(cls, year: int) -> int:
        """The next number; given back by itself if the transaction is."""
        cls.objects.get_or_create(year=year)
        cls.objects.filter(year=year).update(last=F("last") + 1)
        return cls.objects.get(year=year).last


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def of_buyer(self, user: Any) -> Self:
        return self.filter(order__buyer=user)


class Invoice(models.Model):
    class Kind(models.TextChoices):
        INVOICE = "invoice", "Invoice"
        CREDIT = "credit", "Credit note"
        REVERSAL = "reversal", "Reversal of a credit note"

    kind = models.CharField(max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()
    order = models.ForeignKey("payments.Order", on_delete=models.PROTECT, related_name="invoices")
    refund = models.ForeignKey(
        "payments.Refund",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="invoices",
    )
    issued_at = models.DateTimeField(default=timezone.now)
    seller = models.JSONField(help_text="Name, address, VAT number and note as they were then.")
    buyer_email = models.EmailField(max_length=254)
    currency = models.CharField(max_length=3)
    lines = models.JSONField()
    total_cents = models.IntegerField(help_text="Negative on a credit note.")
    tax_cents = models.IntegerField(
        null=True, blank=True, help_text="Within the total. Empty: Stripe was not asked."
    )

    taxes = models.JSONField(
        null=True, blank=True, help_text="The same by rate: name, per cent, net and tax in cents."
    )

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-running"]
        constraints = [
            models.UniqueConstraint(fields=["year", "running"], name="invoice_is_numbered_once"),
            models.UniqueConstraint(
                fields=["order"], condition=models.Q(kind="invoice"), name="invoice_one_per_order"
            ),
            models.UniqueConstraint(
                fields=["refund", "kind"], name="invoice_one_per_refund_and_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("payments:invoice_detail", args=[self.order.number, self.number])

    @property
    def number(self) -> str:
        return f"{settings.INVOICE_PREFIX}-{self.year}-{self.running:06d}"

    @classmethod
    def issue(cls, order: "Order") -> Self:
        """For an order that was paid just now. Needs the transaction that says so."""
        lines = [_line_of(line) for line in order.lines.prefetch_related("copies")]
        if order.discount_cents:
            lines.append(_off(order))
        return cls._write(order, cls.Kind.INVOICE, lines, order.total_cents)

    @classmethod
    def credit(cls, refund: "Refund") -> None:
        """For money that went back; once for each refund, and for none without an invoice."""
        if _may_follow(refund, cls.Kind.CREDIT):
            cls._about(refund, cls.Kind.CREDIT, -refund.amount_cents)

    @classmethod
    def reverse(cls, refund: "Refund") -> None:
        """For a refund that came back after its credit note was written."""
        was_credited = refund.invoices.filter(kind=cls.Kind.CREDIT).exists()
        if was_credited and _may_follow(refund, cls.Kind.REVERSAL):
            cls._about(refund, cls.Kind.REVERSAL, refund.amount_cents)

    @classmethod
    def _about(cls, refund: "Refund", kind: str, total_cents: int) -> None:
        copies = refund.copies.select_related("order_line", "item").order_by("item", "serial")
        lines = [
            {
                "name": copy.item.name,
                "kind": copy.order_line.kind if copy.order_line else "",
                "serials": [copy.serial],
                "quantity": 1,
                "unit_cents": copy.paid_cents or 0,
            }
            for copy in copies
        ]
        cls._write(refund.order, kind, lines, total_cents, refund)

    @classmethod
    def _write(
        cls,
        order: "Order",
        kind: str,
        lines: list[Line],
        total_cents: int,
        refund: "Refund | None" = None,
    ) -> Self:
        year = timezone.localdate().year
        taxes = taxes_in(order, total_cents)
        return cls.objects.create(
            kind=kind,
            year=year,
            running=InvoiceSeries.take(year),
            order=order,
            refund=refund,
            seller=settings.SELLER,
            buyer_email=order.email,
            currency=order.currency,
            lines=lines,
            total_cents=total_cents,
            tax_cents=_sum_of(taxes) if taxes else tax_in(order, total_cents),
            taxes=taxes,
        )


def _sum_of(taxes: "list[Tax]") -> int:
    return sum(tax["tax_cents"] for tax in taxes)


def _line_of(line: Any) -> Line:
    return {
        "name": line.name,
        "kind": line.kind,
        "serials": [copy.serial for copy in line.copies.all()],
        "quantity": line.quantity,
        "unit_cents": line.unit_price_cents,
    }


def _off(order: "Order") -> Line:
    cents = -order.discount_cents
    name = f"Code {order.coupon_code}"
    return {"name": name, "kind": "", "serials": [], "quantity": 1, "unit_cents": cents}


def _may_follow(refund: "Refund", kind: str) -> bool:
    has_invoice = refund.order.invoices.filter(kind=Invoice.Kind.INVOICE).exists()
    return has_invoice and not refund.invoices.filter(kind=kind).exists()
