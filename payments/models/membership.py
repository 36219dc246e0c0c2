"""Membership of the Club: one a member, as Stripe has their subscription now."""

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from payments.models import club_news
from payments.models.membership_state import OVER, MembershipState, Plan

if TYPE_CHECKING:
    from payments.gateway import Subscription

logger = logging.getLogger(__name__)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def of(self, user: Any) -> "Membership | None":
        """The membership of this user, whatever became of it; None for a visitor."""
        known = user is not None and user.is_authenticated
        return self.filter(member=user).first() if known else None

    def live(self) -> Self:
        """Those Stripe may still charge for."""
        return self.exclude(status__in=OVER)

    def past_due(self) -> Self:
        """A bill of theirs waits to be paid."""
        return self.filter(status__in=["past_due", "unpaid"])

    def to_look_after(self) -> Self:
        """Those about which Stripe may know more by now than we do."""
        now = timezone.now()
        overdue = Q(period_end__lte=now) | Q(ends_at__lte=now)
        unsettled = Q(status__in=["past_due", "incomplete", "unpaid"])
        nobodys = Q(member=None)
        return self.live().filter(overdue | unsettled | nobodys).order_by("pk")


class Membership(MembershipState, models.Model):
    member = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty: the account was removed; the books keep what Stripe charged.",
    )
    customer_id = models.CharField(max_length=255, db_index=True)
    subscription_id = models.CharField(max_length=255, unique=True)
    status = models.CharField(max_length=30, help_text="As Stripe has it.")
    plan = models.CharField(max_length=10, choices=Plan)
    price_cents = models.PositiveIntegerField(help_text="For each period of the plan.")
    currency = models.CharField(max_length=3)
    since = models.DateTimeField(help_text="When they first joined.")
    started_at = models.DateTimeField(help_text="When this subscription began.")
    period_end = models.DateTimeField(help_text="Paid for, or to be paid again, until then.")
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Cancelled: open until then.")
    ended_at = models.DateTimeField(null=True, blank=True)
    unpaid_since = models.DateTimeField(
        null=True, blank=True, help_text="While a renewal is due: the grace runs from then."
    )

    looked_at = models.DateTimeField(help_text="When Stripe was asked for what stands here.")
    welcomed_at = models.DateTimeField(null=True, blank=True)
    told_of_end = models.DateTimeField(
        null=True, blank=True, help_text="The end that a letter named."
    )
    warned_at = models.DateTimeField(
        null=True, blank=True, help_text="Told that the grace is ending."
    )
    lapsed_at = models.DateTimeField(null=True, blank=True, help_text="Told that it has ended.")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="past_due", unpaid_since__isnull=False)
                | (~Q(status="past_due") & Q(unpaid_since=None)),
                name="membership_past_due_has_a_beginning",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(status__in=OVER),
                name="membership_ended_is_over",
            ),
            models.CheckConstraint(
                condition=Q(plan__in=Plan.values), name="membership_plan_is_known"
            ),
            models.CheckConstraint(
                condition=Q(currency__in=["eur", "gbp", "usd"]),
                name="membership_currency_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Member {self.number}"

    # --- mirrored ------------------------------------------------------------------------------
    @classmethod
    @transaction.atomic
    def begin(cls, member: Any, found: "Subscription", looked_at: datetime) -> "Membership":
        """The member's row, for a subscription that was not known here before.

        One that is over gives way to a later one. One that still runs does not: two at once are
        a fault that the report of differences names.
        """
        facts = {**_facts_of(found), "since": found.started_at, "looked_at": looked_at}
        kept, _ = cls.objects.get_or_create(member=member, defaults=facts)
        row = kept.lock()
        if row.subscription_id == found.id or row._gives_way_to(found):
            row.follow(found, looked_at)
        elif not found.is_over:
            logger.error("%s has %s, and %s runs too.", row, row.subscription_id, found.id)
        return row

    @transaction.atomic
    def follow(self, found: "Subscription", looked_at: datetime) -> bool:
        """Take over what Stripe said when it was asked at `looked_at`, and write the letters due.

        The end is the same after any order of events: each change at Stripe is told after it
        happened and asked for after that, so what was asked for last is what counts.
        """
        row = self.lock()
        if looked_at < row.looked_at:
            return False
        for name, value in _facts_of(found).items():
            setattr(row, name, value)
        row.looked_at = looked_at
        row.save()
        club_news.tell(row, found.bills)
        return True

    @transaction.atomic
    def mind_the_clock(self) -> None:
        """Write the letters that fall due by time alone: of a grace that is ending, or is over."""
        club_news.tell(self.lock(), ())

    def lock(self) -> "Membership":
        """The row as it is now, held until the transaction ends."""
        return Membership.objects.select_for_update().get(pk=self.pk)

    def _gives_way_to(self, found: "Subscription") -> bool:
        """Whether a later subscription may take this place; its letters are written anew then."""
        if not self.is_over or found.started_at <= self.started_at:
            return False
        forgotten = {"welcomed_at": None, "told_of_end": None, "warned_at": None, "lapsed_at": None}
        later = {**forgotten, "looked_at": found.started_at}
        return bool(Membership.objects.filter(pk=self.pk).update(**later))


def is_member(user: Any) -> bool:
    """Whether the Club is open to this user now; `user` may be None or signed out, who never is."""
    membership = Membership.objects.of(user)
    return membership is not None and membership.grants


def may_enter_early(user: Any) -> bool:
    """Whether this buyer may come in the hours before a piece opens to everyone: members may."""
    return is_member(user)


def _facts_of(found: "Subscription") -> dict[str, Any]:
    return {
        "customer_id": found.customer,
        "subscription_id": found.id,
        "status": found.status,
        "plan": found.plan,
        "price_cents": found.price_cents,
        "currency": found.currency,
        "started_at": found.started_at,
        "period_end": found.period_end,
        "ends_at": found.ends_at,
        "ended_at": found.ended_at,
        "unpaid_since": found.unpaid_since,
    }
