"""Money given back: asked for here, carried out by Stripe, and followed until it is through."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils import timezone

from payments.models.access import follow_the_money, lock_items
from payments.models.copy import Copy
from payments.models.errands import defer
from payments.models.invoice import Invoice

if TYPE_CHECKING:
    from payments.gateway import Refunded
    from payments.models.order import Order


class NotRefunded(Exception):
    """The refund was not asked for; the message is a sentence for the shopkeeper."""


class RefundQuerySet(models.QuerySet["Refund"]):
    def live(self) -> Self:
        """Asked for, on its way or through: its money is not ours any more."""
        return self.exclude(status=Refund.Status.FAILED)

    def unsettled(self) -> Self:
        """Stripe's last word on it is still to come."""
        return self.filter(status__in=[Refund.Status.ASKED, Refund.Status.PENDING])

    def failed(self) -> Self:
        """Came back to us, and nobody has tried again since."""
        return self.filter(status=Refund.Status.FAILED, asked_again=None)

    def without_pieces(self) -> Self:
        """Made in Stripe's dashboard for a part of an order: nobody said for which piece."""
        of_paid = self.live().exclude(order__paid_at=None)
        return of_paid.filter(copies=None, needs_pieces=True)

    def total_cents(self) -> int:
        return self.aggregate(sum=Sum("amount_cents"))["sum"] or 0


class Refund(models.Model):
    class Status(models.TextChoices):
        ASKED = "asked", "Asked for"
        PENDING = "pending", "On its way"
        SUCCEEDED = "succeeded", "Given back"
        FAILED = "failed", "Failed"

    class Reason(models.TextChoices):
        ASKED_FOR = "requested_by_customer", "The buyer asked for it"
        TWICE = "duplicate", "Paid twice"
        FRAUD = "fraudulent", "Not paid by the card's owner"
        LATE = "late", "Paid after the order had ended"
        AT_STRIPE = "at_stripe", "Made in Stripe's dashboard"

    order = models.ForeignKey("payments.Order", on_delete=models.PROTECT, related_name="refunds")
    copies = models.ManyToManyField(Copy, related_name="refunds", blank=True)
    amount_cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=24, choices=Reason)
    note = models.CharField(max_length=200, blank=True, help_text="For the books; not sent.")
    needs_pieces = models.BooleanField(default=False)
    takes_gifts = models.BooleanField(
        default=False, help_text="Pieces that others have by now are taken from them."
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    asked_again = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="instead_of"
    )
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stripe_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="refund_gives_something")
        ]

    def __str__(self) -> str:
        return f"{self.amount_cents / 100:.2f} of {self.order}"

    @classmethod
    @transaction.atomic
    def ask(
        cls,
        order: "Order",
        copies: Iterable[Copy],
        *,
        reason: str,
        note: str = "",
        by: Any = None,
        takes_gifts: bool = False,
    ) -> Self:
        """Give back what `copies` cost, or all that is left of an order that was never entered.

        They are frozen now and returned once the money is through. NotRefunded says why not, as
        when somebody else has one by now, unless `takes_gifts` says that they lose it.
        """
        order, chosen = order.lock(), list(copies)
        if not takes_gifts:
            _refuse_what_others_have(order, chosen)
        refund = cls(order=order, reason=reason, note=note, asked_by=by, takes_gifts=takes_gifts)
        refund.amount_cents = refundable_cents(order, chosen)
        refund.save(force_insert=True)
        refund.copies.set(chosen)
        follow_the_money(order)
        defer("carry_out_refund", refund_id=refund.pk)  # no lost reply can refund twice
        return refund

    @transaction.atomic
    def ask_again(self, by: Any = None) -> "Refund":
        """A failed refund once more, under a key of its own."""
        self.order.lock()
        failed = Refund.objects.failed().select_for_update().filter(pk=self.pk).first()
        if failed is None:
            raise NotRefunded("It has not failed, or somebody has asked for it again already.")
        again = Refund.ask(
            self.order,
            self.copies.all(),
            reason=self.reason,
            note=self.note,
            by=by,
            takes_gifts=self.takes_gifts,
        )
        Refund.objects.filter(pk=self.pk).update(asked_again=again)
        return again

    def mark_refused(self) -> None:
        """Stripe said no: nothing went back."""
        asked = Refund.objects.filter(pk=self.pk, status=Refund.Status.ASKED)
        if asked.update(status=Refund.Status.FAILED, settled_at=timezone.now()):
            defer("send_refund_trouble", refund_id=self.pk)

    def take(self, fact: "Refunded") -> None:
        """Note what became of it at Stripe; each step is told to the buyer or the shop once."""
        status = STATUS_AT_STRIPE.get(fact.status, Refund.Status.PENDING)
        if (self.status, self.stripe_id) == (status, fact.id):
            return
        was_told = self.status in {Refund.Status.PENDING, Refund.Status.SUCCEEDED}
        self.stripe_id, self.status = fact.id, status
        self.settled_at = None if status == Refund.Status.PENDING else timezone.now()
        self.save(update_fields=["stripe_id", "status", "settled_at"])
        if status == Refund.Status.SUCCEEDED:
            Invoice.credit(self)
        if status == Refund.Status.FAILED:
            Invoice.reverse(self)
            defer("send_refund_trouble", refund_id=self.pk)
        elif not was_told:
            defer("send_refund_notice", refund_id=self.pk)


STATUS_AT_STRIPE = {
    "succeeded": Refund.Status.SUCCEEDED,
    "failed": Refund.Status.FAILED,
    "canceled": Refund.Status.FAILED,
}


def refundable_cents(order: "Order", copies: list[Copy]) -> int:
    """What giving back `copies` of this order comes to, in cents; NotRefunded says why not."""
    left = order.captured_cents - order.refunds.live().total_cents()
    if not order.payment_intent:
        raise NotRefunded("Nothing was paid through Stripe for this order.")
    if order.disputed_at or order.charged_back_at:
        raise NotRefunded("The buyer's bank has taken the money; it cannot be given back twice.")
    is_entered = order.paid_at is not None
    wanted = sum(_price_of(copy, order) for copy in copies) if is_entered else left
    if wanted <= 0:
        raise NotRefunded("Choose at least one piece that has not been given back.")
    if wanted > left:
        raise NotRefunded(f"Only {left / 100:.2f} of the payment is left.")
    return wanted


def _refuse_what_others_have(order: "Order", copies: list[Copy]) -> None:
    """Asked under the items' locks, so that nothing is accepted meanwhile."""
    lock_items(copies)
    chosen = Copy.objects.filter(pk__in=[copy.pk for copy in copies])
    passed_on = chosen.passed_on_from(order).select_related("item", "owner").first()
    if passed_on:
        raise NotRefunded(f"{passed_on} is {passed_on.owner}'s by now, who would lose it.")


def _price_of(copy: Copy, order: "Order") -> int:
    if copy.order_line is None or copy.order_line.order_id != order.pk:
        raise NotRefunded(f"{copy} is not of order {order}.")
    if copy.returned_at or copy.refunds.live().exists():
        raise NotRefunded(f"{copy} has been given back already, or is about to be.")
    return copy.paid_cents or 0


def take_in_refunds(order: "Order", facts: Iterable["Refunded"]) -> None:
    """Bring our refunds of a locked order in line with Stripe's, whoever made them."""
    for fact in facts:
        known = Q(stripe_id=fact.id)
        if fact.key:
            known |= Q(idempotency_key=fact.key)
        refund = order.refunds.filter(known).first() or _made_at_stripe(order, fact)
        refund.take(fact)


def _made_at_stripe(order: "Order", fact: "Refunded") -> Refund:
    """Where all of the payment went, all pieces go; of a part somebody must say which."""
    made = Refund.objects.create(
        order=order,
        amount_cents=fact.amount,
        reason=Refund.Reason.AT_STRIPE,
        needs_pieces=True,
    )
    if order.refunds.live().total_cents() >= order.captured_cents:
        made.copies.set(Copy.objects.current().filter(order_line__order=order))
    return made
