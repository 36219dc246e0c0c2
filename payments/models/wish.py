"""The wishlist: what a member watches, and whether a letter is due about it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalog.models import Item

MOST_WISHES = 200


class WishQuerySet(models.QuerySet["Wish"]):
    def of(self, owner: Any) -> Self:
        """A member's wishes, the newest first."""
        return self.filter(owner=owner)

    def due(self) -> Self:
        """Wishes that waited for a piece which can now be had."""
        at_hand = Item.objects.entered().for_sale()
        return self.filter(awaits_since__isnull=False, item__in=at_hand)

    def lost(self) -> Self:
        """Wishes that wait for nothing yet, though their piece can no longer be had.

        Copies held at a checkout are not gone: they come back within the hour, and nobody wants
        a letter each time.
        """
        gone = Q(item__in=Item.objects.taken()) | ~Q(item__in=Item.objects.offered())
        return self.filter(gone, awaits_since=None)


class Wish(models.Model):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    wished_at = models.DateTimeField(default=timezone.now)
    awaits_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since then its piece could not be had; the next time it can, a letter is due.",
    )
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the last letter went.")

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "wishes"
        ordering = ["-wished_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "item"], name="wish_one_per_item"),
        ]
        indexes = [
            models.Index(
                fields=["item"], condition=Q(awaits_since__isnull=False), name="wish_awaiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} watches {self.item}"

    @classmethod
    def make(cls, owner: Any, item: Item) -> bool:
        """Watch the item; False if it is watched already or the list is full."""
        if cls.objects.of(owner).count() >= MOST_WISHES:
            return False
        awaits_since = None if item.is_for_sale else timezone.now()
        defaults = {"awaits_since": awaits_since}
        return cls.objects.get_or_create(owner=owner, item=item, defaults=defaults)[1]
