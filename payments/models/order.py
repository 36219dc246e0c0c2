"""The order: made before the buyer leaves for Stripe, paid once, and never rewritten after."""

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from payments.consent import Consent
from payments.models import aftermath, settlement, waiting
from payments.models.allowance import shares_of
from payments.models.attempt import CheckoutAttempt
from payments.models.bag import Bag
from payments.models.coupon import Coupon
from payments.models.errands import defer
from payments.models.invoice import Invoice
from payments.models.line import (
    NotPlaced,
    OrderLine,
    Wanted,
    asked_for,
    wanted_and_locked,
    wanted_from,
)
from payments.models.membership import is_member
from payments.models.numbering import enter_lines
from payments.models.order_number import next_number
from payments.models.order_queries import OrderQuerySet
from payments.models.order_rules import INDEXES, RULES
from payments.models.order_state import LATE, OrderState
from payments.models.reduction import Reduction, take_coupon

if TYPE_CHECKING:
    from payments.gateway import Payment, Session

logger = logging.getLogger(__name__)


class Order(OrderState, models.Model):
    number = models.CharField(max_length=24, unique=True)
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty: the account was removed; the books keep the order.",
    )
    email = models.EmailField("email address", max_length=254)
    currency = models.CharField(max_length=3)
    total_cents = models.PositiveIntegerField()
    coupon = models.ForeignKey(
        Coupon, on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    coupon_code = models.CharField(max_length=32, blank=True)
    coupon_once = models.BooleanField(default=False, help_text="No second use by this buyer.")
    discount_cents = models.PositiveIntegerField(default=0)
    tax_cents = models.PositiveIntegerField(null=True, blank=True, help_text="Within the total.")
    taxes = models.JSONField(null=True, blank=True, help_text="By rate, where Stripe told it.")
    country = models.CharField(max_length=2, blank=True, help_text="Of the bill, as Stripe has it.")

    consent_version = models.CharField(max_length=20)
    consent_text = models.TextField()
    consented_at = models.DateTimeField()
    terms_version = models.CharField(max_length=20)

    placed_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(help_text="Until then its copies are held.")
    pending_at = models.DateTimeField(
        null=True, blank=True, help_text="Checkout is done, the bank has not paid yet."
    )
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_with = models.CharField(max_length=60, blank=True, help_text="As Stripe names the card.")
    payment_intent = models.CharField(max_length=255, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=120, blank=True)
    quarantined_at = models.DateTimeField(null=True, blank=True)
    quarantine_reason = models.TextField(blank=True)
    refunded_cents = models.PositiveIntegerField(default=0)
    refunded_at = models.DateTimeField(
        null=True, blank=True, help_text="Since then all that was paid has gone back."
    )
    disputed_at = models.DateTimeField(null=True, blank=True, help_text="A dispute is open.")
    charged_back_at = models.DateTimeField(
        null=True, blank=True, help_text="A dispute was lost: the bank took the money."
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        indexes = INDEXES
        constraints = RULES

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("payments:order_detail", args=[self.number])

    # --- placing -----------------------------------------------------------------------------
    @classmethod
    @transaction.atomic
    def place(cls, buyer: Any, bag: Bag, consent: Consent) -> Self:
        """Hold what is in the bag and copy its names and prices; NotPlaced says why not.

        A second click finds the order of the first and gets that one. The bag is kept until
        the order is paid.
        """
        # The bag's lock makes a double click wait here, not at the constraint.
        Bag.objects.select_for_update().get(pk=bag.pk)
        wanted = wanted_and_locked(bag)
        earlier = cls.objects.waiting().filter(buyer=buyer).first()
        if earlier:
            return earlier._unless_it_differs(wanted)
        shares, member = shares_of(buyer, [each.item.pk for each in wanted]), is_member(buyer)
        lines = [OrderLine.holding(one, buyer, shares[one.item.pk].had, member) for one in wanted]
        reduction = take_coupon(bag, buyer, lines)
        order = cls._of(buyer, lines, consent, reduction)
        order.save(force_insert=True)
        enter_lines(order, lines, bag)
        return order

    @classmethod
    def _of(
        cls, buyer: Any, lines: list[OrderLine], consent: Consent, reduction: Reduction
    ) -> Self:
        total_cents = sum(line.total_cents for line in lines) - reduction.cents
        if total_cents != consent.seen_total_cents:
            raise NotPlaced("Your bag comes to another sum than the page showed. Look once more.")
        pk, number = next_number()
        return cls(
            pk=pk,
            number=number,
            buyer=buyer,
            email=buyer.email,
            currency=settings.CURRENCY,
            total_cents=total_cents,
            coupon=reduction.coupon,
            coupon_code=reduction.code,
            coupon_once=reduction.once,
            discount_cents=reduction.cents,
            consent_version=consent.version,
            consent_text=consent.text,
            consented_at=timezone.now(),
            terms_version=consent.terms_version,
            expires_at=timezone.now() + timedelta(minutes=settings.HOLD_MINUTES),
        )

    def still_serves(self, bag: Bag) -> bool:
        """Whether it can be paid yet, and the bag holds what was ordered, at the same prices."""
        in_time = self.expires_at > timezone.now()
        same_code = self.coupon_id == bag.coupon_id
        wanted = wanted_from(bag.lines.select_related("item"))
        return in_time and same_code and self._has_lines(wanted)

    def _unless_it_differs(self, wanted: list[Wanted]) -> Self:
        if not self._has_lines(wanted):
            raise NotPlaced("Your bag changed while you went to pay. Press Pay once more.")
        return self

    def _has_lines(self, wanted: list[Wanted]) -> bool:
        ordered = self.lines.values_list("item_id", "quantity", "unit_price_cents", "wanted_serial")
        return set(ordered) == asked_for(wanted, self.buyer)

    @transaction.atomic
    def open_attempt(self) -> CheckoutAttempt:
        """The try at payment that is under way, or a new one; stored before Stripe is asked."""
        if self.lock().state != "waiting":
            raise NotPlaced(f"Order {self.number} can no longer be paid.")
        attempt, _ = CheckoutAttempt.objects.get_or_create(
            order=self, closed_at=None, defaults={"expires_at": self.expires_at}
        )
        return attempt

    @transaction.atomic
    def record_session(self, attempt: CheckoutAttempt, session: "Session") -> None:
        """Keep which session Stripe opened for the attempt, unless that is known already."""
        self.lock()
        unknown = CheckoutAttempt.objects.filter(pk=attempt.pk, session_id=None)
        unknown.update(session_id=session.id, url=session.url)
        attempt.refresh_from_db()

    @transaction.atomic
    def abandon(self, because: str) -> bool:
        """Cancel unless a payment page is known by now, as when a second click got one."""
        self.lock()
        if self.attempts.open().exclude(session_id=None).exists():
            return False
        return self.cancel(because)

    def lock(self) -> "Order":
        """The row as it is now, held until the transaction ends: before items, everywhere."""
        return Order.objects.select_for_update().get(pk=self.pk)

    # --- the ends an order can come to ---------------------------------------------------------
    @transaction.atomic
    def settle(self, session: "Session") -> bool:
        """Enter the pieces for the buyer, once, if what Stripe took is what was ordered.

        Called by whatever hears first of the payment: webhook, return page or sweeper. False
        if somebody else was first, or the order went into quarantine.
        """
        order = self.lock()
        if order.paid_at or order.quarantined_at or not session.is_paid:
            return False
        lines = list(order.lines.order_by("item_id"))
        fault = settlement.fault_in(order, session, lines)
        fault = fault or settlement.sell(lines, order.buyer, session)
        if fault:
            order.quarantine(fault, session.payment_intent)
            return False
        order._mark_paid(session)
        Invoice.issue(order)
        settlement.take_out_of_bag(order, lines)
        defer("send_receipt", order_id=order.pk)
        defer("follow_money", order_id=order.pk)
        return True

    def _mark_paid(self, session: "Session") -> None:
        self.paid_at = timezone.now()
        self.paid_with = session.paid_with
        facts = ["paid_with", "payment_intent", "country", "tax_cents", "taxes"]
        for fact in facts:
            setattr(self, fact, getattr(session, fact))
        self.save(update_fields=["paid_at", *facts])

    def quarantine(self, reason: str, payment_intent: str) -> None:
        """Set aside for the shopkeeper: money came that does not fit. Never fulfilled by itself.

        What only came too late is given back without asking.
        """
        logger.error("Order %s is quarantined: %s", self.number, reason)
        fit = Order.objects.filter(pk=self.pk, paid_at=None, quarantined_at=None)
        fit.update(
            quarantined_at=timezone.now(),
            quarantine_reason=reason,
            payment_intent=payment_intent,
        )
        defer("refund_late_payment" if reason == LATE else "follow_money", order_id=self.pk)

    @transaction.atomic
    def follow_money(self, payment: "Payment") -> None:
        """Bring the books and the pieces in line with what Stripe says of the payment now.

        The end is the same however often and in whatever order it is told.
        """
        order = self.lock()
        if payment.intent != order.payment_intent:
            raise ValueError(f"{payment.intent} did not pay for {order}.")
        aftermath.take_in(order, payment)
        if order.quarantined_at and order.refunded_at:
            order._release_what_it_held("Its payment was given back.")

    @transaction.atomic
    def wait_for_bank(self) -> bool:
        """Checkout is done and the money is on its way: the hold stays until the bank answers.

        The pieces leave the bag, lest they are bought twice.
        """
        unpaid = Order.objects.waiting().filter(pk=self.pk)
        if not unpaid.update(pending_at=timezone.now()):
            return False
        settlement.take_out_of_bag(self, list(self.lines.all()))
        defer("send_pending_notice", order_id=self.pk)
        return True

    @transaction.atomic
    def cancel(self, because: str) -> bool:
        """Give the held copies back. Only once no session of it can be paid any more."""
        self.lock()
        if not Order.objects.unfinished().filter(pk=self.pk).exists():
            return False
        if Order.objects.exclude(pending_at=None).filter(pk=self.pk).exists():
            # Before the items are locked: placing locks the bag first.
            settlement.put_back_into_bag(self)
            defer("send_bank_refusal", order_id=self.pk)
        return self._release_what_it_held(because)

    def _release_what_it_held(self, because: str) -> bool:
        held = Order.objects.filter(pk=self.pk, paid_at=None, cancelled_at=None)
        if not held.update(cancelled_at=timezone.now(), cancelled_because=because):
            return False
        waiting.give_back(self)
        if self.coupon:
            self.coupon.release()
        return True

    # --- what it is now ----------------------------------------------------------------------
    @property
    def copies_count(self) -> int:
        return sum(line.quantity for line in self.lines.all())

    @property
    def captured_cents(self) -> int:
        """What came in for it by our books."""
        return self.movements.payments().balance_cents()
