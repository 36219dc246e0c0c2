"""The order's lines, and what checkout asks once more before it holds a copy."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, Self

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


class NotPlaced(Exception):
    """The order could not be placed; the message is a sentence for the buyer."""


class Wanted(NamedTuple):
    """What a line of the bag asks for; the serial is one that a member chose."""

    item: Item
    quantity: int
    serial: int | None


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def holding_numbers(self) -> Self:
        """Those for which a chosen number is set aside now."""
        return self.filter(holds_number=True)

    def not_waiting_for(self, buyer: Any) -> Self:
        """Without the buyer's own order that waits to be paid: what it holds is theirs to ask for.

        `buyer` may be None.
        """
        if buyer is None:
            return self
        own = {"buyer": buyer, "paid_at": None, "cancelled_at": None}
        waits = {f"order__{name}": value for name, value in own.items()}
        return self.exclude(**waits, order__pending_at=None, order__quarantined_at=None)


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
    tax_cents = models.PositiveIntegerField(
        null=True, blank=True, help_text="Within what was paid for it, as Stripe has it."
    )
    is_gift = models.BooleanField(default=False, help_text="Its copies are sealed once paid.")
    wanted_serial = models.PositiveIntegerField(
        "chosen number", null=True, blank=True, help_text="Of its first copy; by members only."
    )
    holds_number = models.BooleanField(
        default=False, help_text="The chosen number is set aside, as long as the hold lives."
    )

    objects = OrderLineQuerySet.as_manager()

    offer: Place | None = None  # while it is placed: what its buyer was offered in the line

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "item"], name="order_line_one_per_item"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_COPIES, unit_price_cents__gt=0),
                name="order_line_is_sane",
            ),
            models.UniqueConstraint(
                fields=["item", "wanted_serial"],
                condition=Q(holds_number=True),
                name="order_line_number_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(holds_number=False) | Q(wanted_serial__isnull=False),
                name="order_line_holds_a_chosen_number",
            ),
            models.CheckConstraint(
                condition=Q(wanted_serial=None) | Q(wanted_serial__gt=0),
                name="order_line_number_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

    @classmethod
    def holding(cls, wanted: Wanted, buyer: Any, had: int, for_member: bool) -> "OrderLine":
        """A line whose copies are set aside; the item must be fresh from the database.

        `had` is how many copies the buyer has of it already; a member enters early and pays less.
        """
        item, quantity, serial = wanted
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
            wanted_serial=serial,
        )
        line.offer = offer
        return line

    def release(self, kept: int = 0) -> None:
        """Give its copies and its number back: the order ended unpaid.

        All but those `kept` for an offer that its buyer may still take up.
        """
        self.item.release_stock(self.quantity - kept)  # first, since numbers change under its lock
        OrderLine.objects.filter(pk=self.pk).update(holds_number=False)

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


def wanted_from(lines: Iterable["BagLine"]) -> list[Wanted]:
    """Items with the number of copies wanted of each, and the number that was chosen."""
    return [Wanted(line.item, line.quantity, line.wanted_serial) for line in lines]


def asked_for(wanted: Iterable[Wanted], buyer: Any) -> set[tuple[int, int, int, int | None]]:
    """Item, quantity, unit price of today for this buyer, number: an order with these serves."""
    member = is_member(buyer)
    return {
        (item.pk, quantity, price_of(item) - (member_off(item) if member else 0), serial)
        for item, quantity, serial in wanted
    }


def wanted_and_locked(bag: "Bag") -> list[Wanted]:
    """What the bag asks for, each item fresh and locked, in the order of their ids."""
    asked = {line.item_id: line for line in bag.lines.all()}
    if not asked:
        raise NotPlaced("Your bag is empty.")
    # One order for everybody's locks, so that two buyers never wait for each other.
    items = Item.objects.select_for_update(no_key=True).filter(pk__in=asked).order_by("pk")
    return [Wanted(item, asked[item.pk].quantity, asked[item.pk].wanted_serial) for item in items]
