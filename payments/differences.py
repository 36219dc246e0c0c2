"""Where our books do not agree with themselves or with Stripe; on a healthy shop, nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog.models import Item
from payments import club_differences, gateway
from payments.models import Copy, Order, OrderLine, Passage, Place

LOOKS_BACK = timedelta(days=3)
GRACE = timedelta(minutes=15)  # what the sweeper has not ended by then, it does not end


@dataclass(frozen=True)
class Difference:
    """One thing that does not agree: what it is about, and a sentence."""

    about: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.about}: {self.sentence}"


def find(since: timedelta = LOOKS_BACK) -> list[Difference]:
    """Every difference; Stripe is asked about the payments of orders placed `since` then."""
    placed = Order.objects.exclude(payment_intent="")
    asked = placed.filter(placed_at__gte=timezone.now() - since).order_by("pk")
    return [
        *_sold_without_payment(),
        *_paid_without_pieces(),
        *_miscounted(),
        *_held_for_nobody(),
        *_numbers_held_for_nobody(),
        *_unlike_their_history(),
        *(found for order in asked for found in _unlike_stripe(order)),
        *(Difference(*found) for found in club_differences.find()),
    ]


def _sold_without_payment() -> Iterator[Difference]:
    """No ownership without payment."""
    unpaid = Copy.objects.current().filter(order_line__order__paid_at=None)
    bought = unpaid.exclude(order_line=None).select_related("item")
    for copy in bought.annotate(order_number=F("order_line__order__number")):
        yield Difference(copy.order_number, f"{copy} was entered and not paid for.")


def _paid_without_pieces() -> Iterator[Difference]:
    """No paid order without ownership: as many copies as were bought, had or given back."""
    lines = OrderLine.objects.exclude(order__paid_at=None).annotate(entered=Count("copies"))
    for line in lines.exclude(entered=F("quantity")).select_related("order"):
        sentence = f"{line.quantity} of {line.name} were paid for, {line.entered} entered."
        yield Difference(str(line.order), sentence)


def _miscounted() -> Iterator[Difference]:
    """What an item counts as sold and held is what copies and orders say."""
    counted = Item.objects.originals().annotate(
        copies=Coalesce(Subquery(_copies_of_item()), 0),
        on_hold=Coalesce(Subquery(_held_of_item()), 0) + Coalesce(Subquery(_offered_of_item()), 0),
    )
    for item in counted.exclude(sold=F("copies"), held=F("on_hold")):
        yield Difference(
            str(item),
            f"Counts {item.sold} sold and {item.held} held; there are {item.copies} copies "
            f"and {item.on_hold} on hold.",
        )


def _copies_of_item() -> QuerySet:
    mine = Copy.objects.current().filter(item=OuterRef("pk")).order_by()
    return mine.values("item").annotate(n=Count("pk")).values("n")


def _held_of_item() -> QuerySet:
    unfinished = Q(order__paid_at=None, order__cancelled_at=None)
    mine = OrderLine.objects.filter(unfinished, item=OuterRef("pk")).order_by()
    return mine.values("item").annotate(n=Sum("quantity")).values("n")


def _offered_of_item() -> QuerySet:
    mine = Place.objects.open_offers().filter(item=OuterRef("pk")).order_by()
    return mine.values("item").annotate(n=Count("pk")).values("n")


def _held_for_nobody() -> Iterator[Difference]:
    """No hold without a session that can be paid, or an offer that can be taken."""
    late = Place.objects.open_offers().filter(offered_until__lte=timezone.now() - GRACE)
    for place in late.select_related("item"):
        yield Difference(
            str(place.item), f"Holds a copy for an offer since {place.offered_until:%d %b, %H:%M}."
        )
    for order in Order.objects.waiting().filter(expires_at__lte=timezone.now() - GRACE):
        yield Difference(str(order), f"Holds copies since {order.expires_at:%d %b, %H:%M} is past.")


def _numbers_held_for_nobody() -> Iterator[Difference]:
    """A chosen number is set aside as long as its order holds copies, and nobody has it."""
    lines = OrderLine.objects.exclude(wanted_serial=None).select_related("order")
    holds = Q(order__paid_at=None, order__cancelled_at=None)
    for line in lines.filter((holds & Q(holds_number=False)) | (~holds & Q(holds_number=True))):
        word = "is still" if line.holds_number else "is not"
        sentence = f"No. {line.wanted_serial} of {line.name} {word} set aside for it."
        yield Difference(str(line.order), sentence)
    owned = Copy.objects.current().filter(item=OuterRef("item"), serial=OuterRef("wanted_serial"))
    for line in lines.filter(Exists(owned), holds_number=True):
        sentence = f"Somebody has No. {line.wanted_serial} of {line.name}, set aside for it."
        yield Difference(str(line.order), sentence)


def _unlike_their_history() -> Iterator[Difference]:
    """Whoever has a copy is the one its history names last."""
    told = Passage.objects.filter(copy=OuterRef("pk")).order_by("-at", "-pk").values("owner")
    copies = Copy.objects.current().annotate(told=Subquery(told[:1])).select_related("item")
    for copy in copies.exclude(Q(told=F("owner")) | Q(told=None, owner=None)):
        yield Difference(str(copy), "Its history names another owner.")


def _unlike_stripe(order: Order) -> Iterator[Difference]:
    """The ledger of an order comes to what Stripe has of it."""
    payment = gateway.fetch_payment(order.payment_intent)
    at_stripe, here = payment.balance, order.movements.balance_cents()
    if at_stripe != here:
        sentence = f"The ledger has {here / 100:.2f}, Stripe has {at_stripe / 100:.2f}."
        yield Difference(str(order), sentence)
