"""The bag: what somebody means to buy. Nothing in it is held before they go to pay."""

from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest

from catalog.models import Item
from payments.models.allowance import Share, shares_of
from payments.models.membership import is_member
from payments.models.numbering import taken_among
from payments.models.offer import (
    MOST_COPIES,
    kind_in_words,
    member_off,
    price_of,
    why_not_for_sale,
    why_too_many,
)

MOST_LINES = 40  # well below the hundred that a Checkout session takes
SESSION_KEY = "bag"


class Bag(models.Model):
    """Found by its user when they are signed in, else by its id in the session."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: a visitor's who is not signed in.",
    )
    coupon = models.ForeignKey(
        "payments.Coupon", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Bag of {self.user}" if self.user else f"Visitor's bag {self.pk}"

    @classmethod
    def find(cls, request: HttpRequest) -> Self | None:
        """The bag of this visitor, if they have one."""
        if request.user.is_authenticated:
            return cls.objects.select_related("user", "coupon").filter(user=request.user).first()
        return cls.in_session(request)

    @classmethod
    def open(cls, request: HttpRequest) -> Self:
        """The bag of this visitor, made if they have none."""
        bag = cls.find(request)
        if bag:
            return bag
        if request.user.is_authenticated:
            return cls.objects.get_or_create(user=request.user)[0]
        bag = cls.objects.create()
        request.session[SESSION_KEY] = bag.pk
        return bag

    @classmethod
    def in_session(cls, request: HttpRequest) -> Self | None:
        """The bag filled before signing in, if the session still holds one."""
        if SESSION_KEY not in request.session:
            return None
        return cls.objects.filter(pk=request.session[SESSION_KEY], user=None).first()

    @classmethod
    def merge_from_session(cls, request: HttpRequest) -> list[str]:
        """Take over what a visitor had put in before signing in; names what is new to the bag."""
        if not request.user.is_authenticated or SESSION_KEY not in request.session:
            return []
        earlier = cls.in_session(request)
        added = cls.open(request).take_over(earlier) if earlier else []
        del request.session[SESSION_KEY]
        return added

    @classmethod
    def count_for(cls, request: HttpRequest) -> int:
        """How many copies this visitor's bags hold, for the masthead; changes nothing."""
        whose = Q(bag__pk=request.session.get(SESSION_KEY), bag__user=None)
        if request.user.is_authenticated:
            whose |= Q(bag__user=request.user)
        quantities: dict[int, int] = {}
        for item, quantity in BagLine.objects.filter(whose).values_list("item", "quantity"):
            quantities[item] = max(quantity, quantities.get(item, 0))
        return sum(quantities.values())

    @transaction.atomic
    def take_over(self, other: "Bag") -> list[str]:
        """Merge `other` into this bag and remove it; the larger quantity of a piece counts."""
        known = set(self.lines.values_list("item", flat=True))
        lines = list(other.lines.order_by("item_id").select_related("item"))
        for line in lines:
            self.put(line.item, line.quantity, line.is_gift, line.wanted_serial)
        other.delete()
        return [line.item.name for line in lines if line.item_id not in known]

    def put(
        self, item: Item, quantity: int = 1, is_gift: bool = False, serial: int | None = None
    ) -> bool:
        """Have at least `quantity` copies of the item in the bag; False if nothing changed."""
        new = {"quantity": quantity, "is_gift": is_gift, "wanted_serial": serial}
        line, is_new = self.lines.get_or_create(item=item, defaults=new)
        if is_new:
            return True
        fewer = BagLine.objects.filter(pk=line.pk, quantity__lt=quantity)
        return bool(fewer.update(quantity=quantity))

    @property
    def room(self) -> int:
        """How many pieces it still takes."""
        return max(0, MOST_LINES - self.lines.count())

    @property
    def is_full(self) -> bool:
        return not self.room

    def why_too_many(self, item: Item, quantity: int) -> str:
        """A sentence where the owner may not have so many copies; nothing if they may."""
        return why_too_many(item, quantity, shares_of(self.user, [item.pk])[item.pk].had)

    def contents(self) -> list["BagLine"]:
        """The lines with what a page shows of them, in the order they were put in."""
        shown = self.lines.select_related("item").prefetch_related("item__images")
        lines = list(shown.order_by("pk"))
        shares = shares_of(self.user, [line.item_id for line in lines])
        for_member = is_member(self.user)
        for line in lines:
            line.share, line.for_member = shares[line.item_id], for_member
        gone = taken_among({line.number for line in lines if line.number}, self.user)
        for line in lines:
            line.number_is_gone = line.number in gone
        return lines


class BagLine(models.Model):
    bag = models.ForeignKey(Bag, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveSmallIntegerField(default=1)
    is_gift = models.BooleanField(default=False, help_text="All its copies are for others.")
    wanted_serial = models.PositiveIntegerField(
        "chosen number", null=True, blank=True, help_text="Of its first copy; by members only."
    )

    share = Share()  # what the bag's owner has of the item; Bag.contents() looks it up
    for_member = False  # whether the bag's owner pays what members pay; looked up there too
    number_is_gone = False  # whether somebody else has the chosen number by now; likewise

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bag", "item"], name="bag_line_one_per_item"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_COPIES),
                name="bag_line_quantity_is_sane",
            ),
            models.CheckConstraint(
                condition=Q(wanted_serial=None) | Q(wanted_serial__gt=0),
                name="bag_line_number_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.item}"

    def choose(self, serial: int | None) -> None:
        """Keep which number its owner would have; None is the next in line."""
        BagLine.objects.filter(pk=self.pk).update(wanted_serial=serial)
        self.wanted_serial, self.number_is_gone = serial, False

    @property
    def has_lapsed_number(self) -> bool:
        """Whether it was chosen by a member who is none now."""
        return self.wanted_serial is not None and not self.for_member

    @property
    def kind(self) -> str:
        return kind_in_words(self.item)

    @property
    def number(self) -> tuple[int, int] | None:
        """The chosen number, with the item it is of."""
        return (self.item_id, self.wanted_serial) if self.wanted_serial else None

    @property
    def problem(self) -> str:
        """Why this line cannot be paid for now; nothing if it can.

        What is set aside already can be paid for, whatever became of the offer since.
        """
        if self.number_is_gone:
            return f"No. {self.wanted_serial} is taken by now. Choose another number."
        if self.share.held >= self.quantity:
            return ""
        problem = why_not_for_sale(self.item, self.bag.user)
        return problem or why_too_many(self.item, self.quantity, self.share.had)

    @property
    def list_cents(self) -> int:
        """What the line costs everyone now; nothing for what is not on sale."""
        return 0 if self.problem else price_of(self.item) * self.quantity

    @property
    def member_off_cents(self) -> int:
        """What a member pays less for it."""
        takes_off = self.for_member and not self.problem
        return member_off(self.item) * self.quantity if takes_off else 0
