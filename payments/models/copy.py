"""A copy: one number of one edition, and whose it is."""

from itertools import count, islice
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from catalog.models import Item

if TYPE_CHECKING:
    from payments.models.order import OrderLine


class CopyQuerySet(models.QuerySet["Copy"]):
    def owned_by(self, user: Any) -> Self:
        return self.filter(owner=user)

    def for_locker(self) -> Self:
        """With what a Locker shows of each: the newest first, those of one order as ordered."""
        related = self.select_related("item__item_set").prefetch_related("item__images")
        return related.order_by("-acquired_at", "order_line", "serial")


class Copy(models.Model):
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: kept by the house, or its owner's account was removed.",
    )
    order_line = models.ForeignKey(
        "payments.OrderLine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        help_text="Empty: it was not bought here.",
    )
    acquired_at = models.DateTimeField(default=timezone.now)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "copies"
        ordering = ["item", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["item", "serial"], name="copy_serial_is_unique"),
            models.CheckConstraint(condition=Q(serial__gt=0), name="copy_serial_is_positive"),
        ]
        indexes = [models.Index(fields=["owner", "-acquired_at"], name="copy_of_owner")]

    def __str__(self) -> str:
        return f"{self.item} No. {self.serial}"


def number_copies(line: "OrderLine", item: Item, owner: Any) -> None:
    """Give the line's copies the lowest free numbers. The caller holds the item's row lock."""
    *serials, following = free_serials(item, line.quantity + 1)
    Copy.objects.bulk_create(
        Copy(item=item, serial=serial, owner=owner, order_line=line) for serial in serials
    )
    Item.objects.filter(pk=item.pk).update(next_serial=following)


def free_serials(item: Item, how_many: int) -> list[int]:
    """The lowest numbers nobody has. All below `next_serial` are taken, some above may be."""
    taken = set(
        Copy.objects.filter(item=item, serial__gte=item.next_serial).values_list(
            "serial", flat=True
        )
    )
    free = (serial for serial in count(item.next_serial) if serial not in taken)
    return list(islice(free, how_many))
