"""What a membership is now: Stripe's statuses are read here, and nowhere else."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Value, When
from django.utils import timezone

if TYPE_CHECKING:
    from payments.gateway import Subscription

GRANTING = {"active", "trialing"}
OVER = ["canceled", "incomplete_expired"]
STATES = ("member", "ending", "grace", "unpaid", "waiting", "over")
COMPARED = ("status", "plan", "price_cents", "period_end", "ends_at", "unpaid_since")


def state_at(now: datetime) -> Case:
    """The twin of `MembershipState.state`, in SQL."""
    grace_from = now - timedelta(days=settings.CLUB_GRACE_DAYS)
    return Case(
        When(status__in=OVER, then=Value("over")),
        When(status__in=GRANTING, ends_at__isnull=False, then=Value("ending")),
        When(status__in=GRANTING, then=Value("member")),
        When(status="past_due", unpaid_since__gt=grace_from, then=Value("grace")),
        When(status="incomplete", then=Value("waiting")),
        default=Value("unpaid"),
    )


class Plan(models.TextChoices):
    MONTHLY = "monthly", "a month"
    YEARLY = "yearly", "a year"

    @property
    def cents(self) -> int:
        """What it costs now, in minor units of the shop's currency."""
        return settings.CLUB_MONTHLY_CENTS if self == Plan.MONTHLY else settings.CLUB_YEARLY_CENTS


class MembershipState:
    """Read from what Stripe says and from the clock."""

    pk: Any
    status: str
    plan: str
    ends_at: datetime | None
    period_end: datetime
    unpaid_since: datetime | None

    @property
    def grants(self) -> bool:
        """Whether the Club is open to them now."""
        return self.status in GRANTING or self.is_in_grace

    @property
    def is_in_grace(self) -> bool:
        """A renewal could not be taken, and there is time yet to mend it."""
        ends = self.grace_ends_at
        return ends is not None and timezone.now() < ends

    @property
    def grace_ends_at(self) -> datetime | None:
        if self.status != "past_due" or self.unpaid_since is None:
            return None
        return self.unpaid_since + timedelta(days=settings.CLUB_GRACE_DAYS)

    @property
    def is_over(self) -> bool:
        """Stripe charges nothing more for it; they may join anew."""
        return self.status in OVER

    @property
    def state(self) -> str:
        """One word of STATES; `state_at` is its twin."""
        if self.is_over:
            return "over"
        if self.status in GRANTING:
            return "ending" if self.ends_at else "member"
        if self.is_in_grace:
            return "grace"
        return "waiting" if self.status == "incomplete" else "unpaid"

    def is_like(self, found: "Subscription") -> bool:
        """Whether Stripe has it so too."""
        return all(getattr(self, name) == getattr(found, name) for name in COMPARED)

    @property
    def in_short(self) -> str:
        """For the report of differences."""
        return f"{self.status}, {self.plan}, until {self.ends_at or self.period_end:%d %b %Y}"

    @property
    def number(self) -> str:
        """0312: what the card says."""
        return f"{self.pk:04d}"
