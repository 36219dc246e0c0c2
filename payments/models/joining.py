"""One try at joining the Club: one Checkout session at Stripe, known by a key of ours."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from payments.models.membership import Membership
from payments.models.membership_state import Plan

if TYPE_CHECKING:
    from payments.consent import JoiningConsent
    from payments.gateway import Session

PER_HOUR = 20  # payment pages for one member; who joins needs one or two
SESSION_LIVES = timedelta(minutes=31)  # Stripe's shortest is 30


class NotJoined(Exception):
    """They cannot join now; the message is a sentence for them."""


class JoiningQuerySet(models.QuerySet["Joining"]):
    def open(self) -> Self:
        """Not yet known to be paid or expired at Stripe."""
        return self.filter(closed_at=None)

    def keyed(self, key: str) -> "Joining | None":
        """The one of this key; None for what is no key, or none of ours."""
        try:
            return self.select_related("member").filter(idempotency_key=uuid.UUID(key)).first()
        except ValueError:
            return None

    def is_over_limit(self, member: Any) -> bool:
        """Whether this member asked for so many payment pages that it looks like card testing."""
        since = timezone.now() - timedelta(hours=1)
        return self.filter(member=member, made_at__gte=since).count() >= PER_HOUR


class Joining(models.Model):
    """Stored before Stripe is asked, with all that it is asked: so a lost reply can be asked for
    again by its key, in the same words."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty: the account was removed; what it still brings is ended at Stripe.",
    )
    email = models.EmailField("email address", max_length=254)
    customer_id = models.CharField(
        max_length=255, blank=True, help_text="What Stripe knows them by, if they were a member."
    )
    plan = models.CharField(max_length=10, choices=Plan)
    price_id = models.CharField(max_length=255)
    price_cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    consent_version = models.CharField(max_length=20)
    consent_text = models.TextField()
    terms_version = models.CharField(max_length=20)
    consented_at = models.DateTimeField(default=timezone.now)

    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(help_text="When the session ends by itself.")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = JoiningQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(closed_at=None), name="joining_one_open_per_member"
            ),
            models.CheckConstraint(
                condition=Q(plan__in=Plan.values, price_cents__gt=0), name="joining_is_sane"
            ),
        ]

    def __str__(self) -> str:
        return f"Joining {self.idempotency_key}"

    @classmethod
    @transaction.atomic
    def open_for(cls, member: Any, plan: Plan, price_id: str, consent: "JoiningConsent") -> Self:
        """The try that is under way, or a new one; NotJoined where there is nothing to join.

        The try comes first and the membership after it: a try that another tab has just seen
        through is closed by then, and its membership is seen.
        """
        earlier = Membership.objects.of(member)
        given = {
            "email": member.email,
            "customer_id": earlier.customer_id if earlier else "",
            "plan": plan,
            "price_id": price_id,
            "price_cents": plan.cents,
            "currency": settings.CURRENCY,
            "consent_version": consent.version,
            "consent_text": consent.text,
            "terms_version": consent.terms_version,
            "expires_at": timezone.now() + SESSION_LIVES,
        }
        joining, _ = cls.objects.get_or_create(member=member, closed_at=None, defaults=given)
        if Membership.objects.live().filter(member=member).exists():
            raise NotJoined("You are a member already, or a bill of yours waits to be paid.")
        return joining

    @property
    def is_in_time(self) -> bool:
        """Whether its page can be paid yet, at the price of today."""
        return self.expires_at > timezone.now() and self.price_cents == Plan(self.plan).cents

    def record_session(self, session: "Session") -> None:
        """Keep which session Stripe opened for it, unless that is known already."""
        unknown = Joining.objects.filter(pk=self.pk, session_id=None)
        unknown.update(session_id=session.id, url=session.url)
        self.refresh_from_db()

    def close(self) -> None:
        Joining.objects.filter(pk=self.pk, closed_at=None).update(closed_at=timezone.now())
