"""A copy on its way to somebody else: a sealed gift, or a transfer to a member by handle.

It is the giver's until somebody accepts; whatever else ends it leaves it with the giver.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from catalog.models import Item
from payments.models.allowance import shares_of
from payments.models.copy import Copy
from payments.models.handover_queries import HandoverQuerySet
from payments.models.offer import why_too_many

LONGEST_MESSAGE = 500
MAILS_A_DAY = 10  # to addresses that a giver names
TRANSFERS_AN_HOUR = 10
OVER = "It was answered, taken back or its time was over before you pressed the button."
RESTS = "This number rests just now, because its payment is looked into. Come back in a while."


class NotHandedOver(Exception):
    """Nothing changed hands and nothing was sealed; the message is a sentence for the member."""


class Handover(models.Model):
    class Kind(models.TextChoices):
        GIFT = "gift", "Gift"
        TRANSFER = "transfer", "Transfer"

    class State(models.TextChoices):
        SEALED = "sealed", "Sealed"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Taken back"
        EXPIRED = "expired", "Out of time"
        VOID = "void", "Void"

    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="handovers")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.SEALED)
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who was asked, or accepted.",
    )
    handle = models.CharField(
        max_length=30, blank=True, help_text="Of a transfer, as its giver wrote it."
    )
    message = models.TextField(max_length=LONGEST_MESSAGE, blank=True)
    email = models.EmailField(
        max_length=254, blank=True, help_text="Told once of the gift; forgotten once it has ended."
    )
    addressed_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revealed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["copy"], condition=Q(state="sealed"), name="handover_one_open_per_copy"
            ),
            models.CheckConstraint(
                condition=Q(state="sealed", ended_at=None)
                | ~Q(state="sealed") & Q(ended_at__isnull=False),
                name="handover_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="gift", handle="") | Q(kind="transfer", token_hash=None, email=""),
                name="handover_is_a_gift_or_a_transfer",
            ),
        ]
        indexes = [
            models.Index(fields=["giver", "-made_at"], name="handover_of_giver"),
            models.Index(
                fields=["expires_at"], condition=Q(state="sealed"), name="handover_to_expire"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.copy}"

    def get_absolute_url(self) -> str:
        """The giver's own page of it."""
        return reverse("payments:handover_detail", args=[self.pk])

    @property
    def is_sealed(self) -> bool:
        return self.state == Handover.State.SEALED

    @property
    def is_gift(self) -> bool:
        return self.kind == Handover.Kind.GIFT

    # --- how it begins -----------------------------------------------------------------------
    @classmethod
    def seal(cls, copies: Iterable[Copy], giver: Any) -> None:
        """Copies that were bought as gifts. Needs the transaction that enters them."""
        Handover.objects.bulk_create(
            Handover(copy=copy, kind=cls.Kind.GIFT, giver=giver, expires_at=end_of_time())
            for copy in copies
        )

    @classmethod
    @transaction.atomic
    def give(cls, copy: Copy, giver: Any, message: str = "", email: str = "") -> "Handover":
        """Seal a copy of one's own as a gift; NotHandedOver says why not."""
        gift = cls._begin(copy, giver, kind=cls.Kind.GIFT)
        gift.address(message, email)
        return gift

    @classmethod
    def offer(cls, copy: Copy, giver: Any, handle: str) -> "Handover":
        """Ask the member of this handle to take a copy of one's own.

        Where nobody bears the handle it waits as long and looks the same: who is a member is
        not told to whoever asks.
        """
        since = timezone.now() - timedelta(hours=1)
        lately = cls.objects.given_by(giver).filter(kind=cls.Kind.TRANSFER, made_at__gte=since)
        if lately.count() >= TRANSFERS_AN_HOUR:
            raise NotHandedOver("You have asked often in this hour. Try again in the next one.")
        asked = get_user_model().objects.filter(handle=handle, is_active=True).first()
        if asked == giver:
            raise NotHandedOver("That is your own handle.")
        return cls._begin(copy, giver, kind=cls.Kind.TRANSFER, handle=handle, recipient=asked)

    @classmethod
    @transaction.atomic
    def _begin(cls, copy: Copy, giver: Any, **what: Any) -> "Handover":
        Copy.objects.select_for_update(of=("self",)).get(pk=copy.pk)  # a second tab waits here
        if not Copy.objects.owned_by(giver).at_hand().filter(pk=copy.pk).exists():
            raise NotHandedOver(f"{copy} cannot be given now.")
        made = Handover.objects.create(copy=copy, giver=giver, expires_at=end_of_time(), **what)
        if made.recipient_id:
            _write(made, "asked")
        return made

    # --- what its giver adds -----------------------------------------------------------------
    @transaction.atomic
    def address(self, message: str, email: str = "") -> None:
        """Write the card of a sealed gift; an address is mailed to once. NotHandedOver: why not."""
        gift = Handover.objects.sealed().gifts().select_for_update().filter(pk=self.pk).first()
        if gift is None:
            raise NotHandedOver(OVER)
        if email and gift.addressed_at is None:
            _refuse_too_many_mails(gift.giver)
            gift.email, gift.addressed_at = email, timezone.now()
            _write(gift, "gift")
        gift.message = message
        gift.save(update_fields=["message", "email", "addressed_at"])

    def new_link(self) -> str:
        """An address that opens the gift; the one before it no longer does.

        Only its hash is kept, so it is told once. NotHandedOver: there is nothing to open.
        """
        token = secrets.token_urlsafe(32)
        sealed = Handover.objects.sealed().gifts().filter(pk=self.pk)
        if not sealed.update(token_hash=hash_of(token)):
            raise NotHandedOver(OVER)
        return settings.SITE_URL + reverse("payments:gift_detail", args=[token])

    # --- what comes of it --------------------------------------------------------------------
    def reveal(self) -> None:
        """Somebody broke the seal to see what it is; it is not theirs yet."""
        Handover.objects.sealed().filter(pk=self.pk, revealed_at=None).update(
            revealed_at=timezone.now()
        )

    @transaction.atomic
    def accept(self, member: Any) -> None:
        """Make the copy the member's, with its history; NotHandedOver says why not.

        The item's lock comes first, as it does for whoever sells, freezes or takes back a copy.
        """
        item = Item.objects.select_for_update(no_key=True).get(pk=self.copy.item_id)
        if member.pk == self.giver_id:
            raise NotHandedOver("It is your own gift. You can take it back instead.")
        share = shares_of(member, [item.pk])[item.pk]
        too_many = why_too_many(item, 1, share.had + share.held)
        if too_many:
            raise NotHandedOver(too_many)
        in_time = Q(expires_at__gt=timezone.now())
        if not self._end(Handover.State.ACCEPTED, in_time, recipient=member):
            raise NotHandedOver(OVER)
        if not self.copy.pass_to(member, self.kind):
            raise NotHandedOver(RESTS)
        _write(self, "accepted")

    @transaction.atomic
    def decline(self) -> bool:
        """Whoever was to have it does not want it."""
        return self._end_and_tell(Handover.State.DECLINED)

    def withdraw(self) -> bool:
        """The giver keeps it after all."""
        return self._end(Handover.State.WITHDRAWN)

    @transaction.atomic
    def expire(self, now: datetime) -> bool:
        """Nobody answered in time."""
        return self._end_and_tell(Handover.State.EXPIRED, Q(expires_at__lte=now))

    def _end_and_tell(self, state: "Handover.State", *conditions: Q) -> bool:
        has_ended = self._end(state, *conditions)
        if has_ended:
            _write(self, state)
        return has_ended

    def _end(self, state: "Handover.State", *conditions: Q, **more: Any) -> bool:
        """One of the ends, once: whoever comes second finds it ended."""
        sealed = Handover.objects.sealed().filter(*conditions, pk=self.pk)
        return bool(sealed.update(state=state, ended_at=timezone.now(), email="", **more))


def void(copy: Copy) -> None:
    """The copy went back into the edition: there is nothing to give any more."""
    sealed = Handover.objects.sealed().filter(copy=copy)
    sealed.update(state=Handover.State.VOID, ended_at=timezone.now(), email="")


def end_of_time() -> datetime:
    """Until when one that begins now waits."""
    return timezone.now() + timedelta(days=settings.GIFT_DAYS)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse_too_many_mails(giver: Any) -> None:
    since = timezone.now() - timedelta(days=1)
    if Handover.objects.given_by(giver).filter(addressed_at__gte=since).count() >= MAILS_A_DAY:
        raise NotHandedOver(
            f"You have sent {MAILS_A_DAY} gifts by mail today. Hand this link over yourself."
        )


def _write(handover: Handover, letter: str) -> None:
    """Queue one of the letters of payments.handover_letters, in this transaction."""
    task = queue.configure_task("payments.tasks.send_handover_letter")
    task.defer(handover_id=handover.pk, letter=str(letter))
