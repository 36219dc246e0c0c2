"""The order's lines, and what checkout asks once more before it holds a copy."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from catalog.models import Item
from payments.models.coupon import shared_out
from payments.models.membership import is_member
from payments.models.offer import (
    MOST_COPIES,
    kind_in_words,
    member_off,
    price_of,
    why_not_for_sale,
    why_too_many,
)
from payments.models.place import Place, free_beyond_the_line, offer_of, set_aside

if TYPE_CHECKING:
    from payments.models.bag import Bag, BagLine
    from payments.models.order import Order


class NotPlaced(Exception):
    """The order could not be placed; the message is a sentence for the buyer."""


class OrderLine(models.Model):
    """What was sold, as it was called and priced then."""

    order = models.ForeignKey("payments.Order", on_delete=models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=60, help_text="Legendary loading screen.")
    unit_price_cents = models.PositiveIntegerField()
    member_off_cents = models.PositiveIntegerField(
        default=0, help_text="What a member paid less for each copy; the unit price is without it."
    )
    quantity = models.PositiveSmallIntegerField()
    discount_cents = models.PositiveIntegerField(
        default=0, help_text="Its share of what a code took off."
    )
    is_gift = models.BooleanField(default=False, help_text="Its copies are sealed once paid.")

    offer: Place | None = None  # while it is placed: what its buyer was offered in the line

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "item"], name="order_line_one_per_item"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_COPIES, unit_price_cents__gt=0),
                name="order_line_is_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

    @classmethod
    def holding(
        cls, item: Item, quantity: int, buyer: Any, had: int, for_member: bool
    ) -> "OrderLine":
        """A line whose copies are set aside; the item must be fresh from the database.

        `had` is how many copies the buyer has of it already; a member enters early and pays less.
        """
        problem = why_not_for_sale(item, buyer) or why_too_many(item, quantity, had)
        if problem:
            raise NotPlaced(problem)
        offer = offer_of(item, buyer)
        if not set_aside(item, quantity - (1 if offer else 0), early=for_member):
            raise NotPlaced(_too_few(item))
        off = member_off(item) if for_member else 0
        line = cls(
            item=item,
            name=item.name,
            kind=kind_in_words(item),
            unit_price_cents=price_of(item) - off,
            member_off_cents=off,
            quantity=quantity,
        )
        line.offer = offer
        return line

    @property
    def total_cents(self) -> int:
        return self.unit_price_cents * self.quantity

    @property
    def list_unit_cents(self) -> int:
        """What a copy cost everyone else then."""
        return self.unit_price_cents + self.member_off_cents

    @property
    def list_cents(self) -> int:
        return self.list_unit_cents * self.quantity

    @property
    def cents_of_copies(self) -> list[int]:
        """What was paid for each copy, less its share of what a code took off."""
        off = shared_out(self.discount_cents, [self.unit_price_cents] * self.quantity)
        return [self.unit_price_cents - part for part in off]

    @property
    def as_sold(self) -> tuple[str, int, int]:
        """Name, unit price in cents, quantity: what Stripe must have charged for."""
        return self.name, self.unit_price_cents, self.quantity


def _too_few(item: Item) -> str:
    left = max(0, int(free_beyond_the_line(item)))
    if left == 0 and item.left:
        return f"What is free of {item.name} goes to those in line first."
    if left == 0:
        return f"The last copies of {item.name} are spoken for. Some may come free again."
    return f"Only {left} of {item.name} {'is' if left == 1 else 'are'} left."


def enter_lines(order: "Order", lines: list[OrderLine], bag: "Bag") -> None:
    """Keep the lines of an order that was saved just now, marked as the bag marks them."""
    gifts = set(bag.lines.filter(is_gift=True).values_list("item", flat=True))
    for line in lines:
        line.order, line.is_gift = order, line.item_id in gifts
    OrderLine.objects.bulk_create(lines)
    offers = [line.offer.pk for line in lines if line.offer]
    Place.objects.filter(pk__in=offers).update(order=order)


def wanted_from(lines: Iterable["BagLine"]) -> list[tuple[Item, int]]:
    """Items with the number of copies wanted of each."""
    return [(line.item, line.quantity) for line in lines]


def asked_for(wanted: Iterable[tuple[Item, int]], buyer: Any) -> set[tuple[int, int, int]]:
    """Item, quantity and unit price of today for this buyer: an order that has these serves."""
    member = is_member(buyer)
    return {
        (item.pk, quantity, price_of(item) - (member_off(item) if member else 0))
        for item, quantity in wanted
    }


def wanted_and_locked(bag: "Bag") -> list[tuple[Item, int]]:
    """What the bag asks for, each item fresh and locked, in the order of their ids."""
    quantities = dict(bag.lines.values_list("item_id", "quantity"))
    if not quantities:
        raise NotPlaced("Your bag is empty.")
    # One order for everybody's locks, so that two buyers never wait for each other.
    items = Item.objects.select_for_update(no_key=True).filter(pk__in=quantities).order_by("pk")
    return [(item, quantities[item.pk]) for item in items]
