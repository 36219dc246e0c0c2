"""A place in the line for an edition that is taken, and the copy that is offered to it."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from catalog.models import Item


def new_token() -> str:
    return secrets.token_urlsafe(24)


class PlaceQuerySet(models.QuerySet["Place"]):
    def of(self, member: Any) -> Self:
        return self.filter(member=member)

    def shown_to(self, member: Any) -> Self:
        """A member's places with what a row shows, the newest last; a visitor has none."""
        own = self.filter(member=member) if member.is_authenticated else self.none()
        return own.select_related("item__item_set", "order").prefetch_related("item__images")

    def in_line(self) -> Self:
        """Those who wait, the first to be served first."""
        return self.filter(offered_at=None).exclude(member=None).order_by("joined_at", "pk")

    def open_offers(self) -> Self:
        """Each of these holds a copy by itself; at a checkout the order holds it."""
        return self.exclude(offered_at=None).filter(order=None)

    def standing(self) -> Self:
        """Offers that can be taken now."""
        return self.open_offers().filter(offered_until__gt=timezone.now())

    def over(self) -> Self:
        """Out of time, or of an account or a piece that is gone; not while it is being paid."""
        late = Q(offered_until__lte=timezone.now())
        gone = Q(member=None) | Q(item__in=Item.objects.retired())
        return self.filter(late | gone, order=None)

    def behind(self, order: Any) -> Self:
        """Whose copies this order holds."""
        return self.filter(order=order)


class Place(models.Model):
    # An account that is removed leaves its place to be closed, so that no copy stays held.
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty: the account was removed, and the place is about to be closed.",
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now)
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    offered_at = models.DateTimeField(
        null=True, blank=True, help_text="Since then a copy is set aside for it."
    )
    offered_until = models.DateTimeField(null=True, blank=True)
    order = models.ForeignKey(
        "payments.Order",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Holds the offered copy while it is being paid for.",
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "place in line"
        verbose_name_plural = "places in line"
        ordering = ["item", "joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "item"], name="place_one_per_member"),
            models.CheckConstraint(
                condition=Q(offered_at=None, offered_until=None, order=None)
                | Q(offered_at__isnull=False, offered_until__gt=models.F("offered_at")),
                name="place_offer_is_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["item", "joined_at", "id"],
                condition=Q(offered_at=None),
                name="place_in_line",
            ),
            models.Index(fields=["offered_until"], name="place_offer_ending"),
        ]

    def __str__(self) -> str:
        return f"{self.member or 'Nobody'} in line for {self.item}"

    def get_absolute_url(self) -> str:
        """For its member alone."""
        return reverse("payments:offer_detail", args=[self.token])

    @property
    def number(self) -> int:
        """Which one in line it is; the first is 1."""
        before = Q(joined_at__lt=self.joined_at) | Q(joined_at=self.joined_at, pk__lt=self.pk)
        return Place.objects.in_line().filter(before, item=self.item_id).count() + 1

    @property
    def state(self) -> str:
        """waiting, offered, paying or over."""
        if self.offered_until is None:
            return "waiting"
        if self.order_id:
            return "paying"
        return "over" if self.is_out_of_time else "offered"

    @property
    def is_out_of_time(self) -> bool:
        """A copy was set aside for it, and is no longer: paying for it may yet go on."""
        return self.offered_until is not None and self.offered_until <= timezone.now()

    def offer(self) -> datetime:
        """Give it the copy that was just held, and say until when. The item is locked."""
        self.offered_at = timezone.now()
        self.offered_until = self.offered_at + timedelta(hours=settings.WAITING_OFFER_HOURS)
        self.save(update_fields=["offered_at", "offered_until"])
        return self.offered_until


def offer_of(item: Item, buyer: Any) -> Place | None:
    """The offer that this buyer may take up now; the item is locked."""
    return Place.objects.standing().of(buyer).filter(item=item).first() if buyer else None


def set_aside(item: Item, count: int, *, early: bool) -> bool:
    """Hold copies for whoever pays now, after all who are in line; the item is locked and fresh.

    Between a larger edition and the next look at the line, nobody buys past it.
    """
    if count and free_beyond_the_line(item) < count:
        return False
    return item.hold_stock(count, early=early)


def free_beyond_the_line(item: Item) -> float:
    """Copies that are not owed to those in line; without end for an open edition."""
    if item.left is None:
        return float("inf")
    return item.left - Place.objects.in_line().filter(item=item).count()
