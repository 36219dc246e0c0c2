"""The words for many orders."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils import timezone

from payments.models.attempt import CheckoutAttempt

if TYPE_CHECKING:
    from payments.models.order import Order

WAITING = Q(paid_at=None, cancelled_at=None, quarantined_at=None, pending_at=None)
# The twin of `OrderState.state`, in the same order.
STATE = Case(
    When(disputed_at__isnull=False, then=Value("disputed")),
    When(charged_back_at__isnull=False, then=Value("charged back")),
    When(refunded_at__isnull=False, then=Value("refunded")),
    When(refunded_cents__gt=0, then=Value("partly refunded")),
    When(paid_at__isnull=False, then=Value("paid")),
    When(quarantined_at__isnull=False, then=Value("quarantined")),
    When(cancelled_at__isnull=False, then=Value("cancelled")),
    When(pending_at__isnull=False, then=Value("pending")),
    default=Value("waiting"),
)


class OrderQuerySet(models.QuerySet["Order"]):
    def placed_by(self, user: Any) -> Self:
        """An order belongs to its buyer's eyes only."""
        return self.filter(buyer=user)

    def naming(self, words: str) -> Self:
        """Those with these words in their number or in the name of a piece; all, for none."""
        found = Q(number__icontains=words) | Q(lines__name__icontains=words)
        return self.filter(found).distinct() if words else self

    def waiting(self) -> Self:
        """Not paid, and free to be paid or cancelled. A buyer has one of these at most."""
        return self.filter(WAITING)

    def waiting_for(self, user: Any) -> "Order | None":
        """The one order of this buyer that could be paid now."""
        return self.waiting().filter(buyer=user).first() if user.is_authenticated else None

    def unfinished(self) -> Self:
        """Waiting, or pending until the bank's word comes."""
        return self.filter(paid_at=None, cancelled_at=None, quarantined_at=None)

    def overdue(self) -> Self:
        """Their hold is over, and their copies are not back yet."""
        return self.waiting().filter(expires_at__lte=timezone.now())

    def set_aside(self) -> Self:
        """In quarantine, and the money is still with us."""
        return self.exclude(quarantined_at=None).filter(refunded_at=None)

    def to_look_after(self) -> Self:
        """Those about which Stripe may know more than we do, and holds that are over."""
        open_attempt = CheckoutAttempt.objects.open().filter(order=OuterRef("pk"))
        overdue = WAITING & Q(expires_at__lte=timezone.now())
        return self.filter(Exists(open_attempt) | overdue).order_by("pk")

    def with_money_under_way(self) -> Self:
        """Paid but not in the ledger yet, with a refund on its way, or in dispute."""
        not_booked = Q(movements=None) & ~Q(payment_intent="")
        on_its_way = Q(refunds__status__in=["asked", "pending"])
        in_dispute = Q(disputed_at__isnull=False)
        return self.filter(not_booked | on_its_way | in_dispute).distinct().order_by("pk")

    def with_copies(self) -> Self:
        return self.prefetch_related("lines__copies", "lines__item__images")
