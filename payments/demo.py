"""The demo's ledger: the numbers that are taken, and two Lockers. Loading twice adds nothing."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction

from catalog.models import Item
from payments import demo_reviews
from payments.consent import CONSENT, CONSENT_VERSION, TERMS_VERSION
from payments.models import Copy, Order, OrderLine, Passage
from payments.models.offer import kind_in_words, price_of
from payments.models.order_number import next_number

ORIGINALS = settings.BASE_DIR / "catalog" / "demo" / "originals.toml"
# The demo's ledger ends here, whenever it is loaded, so that it is always the same.
AS_OF = datetime(2026, 11, 21, 19, 30, tzinfo=UTC)
ORDERS: dict[str, dict[datetime, list[str]]] = {
    "mira": {
        datetime(2026, 10, 5, 19, 12, tzinfo=UTC): [
            "carbon-copy",
            "second-shadow",
            "nightglass",
            "mirror-coal",
            "undersheet",
            "soot-echo",
        ],
        datetime(2026, 11, 10, 20, 4, tzinfo=UTC): ["hearthsong", "slow-burn", "first-feather"],
        datetime(2026, 11, 21, 19, 6, tzinfo=UTC): ["brood", "pyre-plume"],
    },
    "kael": {
        datetime(2026, 11, 1, 9, 21, tzinfo=UTC): ["carbon-copy", "low-lantern", "marginalia"]
    },
}


@transaction.atomic
def load(progress: Callable[[str], None]) -> None:
    """Enter the numbers taken of the demo's Originals, Mira's and Kael's among them."""
    taken = _taken_by_slug()
    pieces = list(Item.objects.originals().filter(slug__in=taken))
    for item in pieces:
        _take(item, taken[item.slug])
    progress(f"{len(pieces)} editions, with the numbers taken so far")
    for buyer in get_user_model().objects.filter(handle__in=ORDERS):
        for moment, slugs in ORDERS[buyer.handle].items():
            _enter_order(buyer, moment, slugs)
        progress(f"{buyer.handle.capitalize()}'s Locker")
    Passage.begin(Copy.objects.filter(passages=None, item__in=pieces))
    demo_reviews.load(progress)


def _taken_by_slug() -> dict[str, int]:
    originals = tomllib.loads(ORIGINALS.read_text())["originals"]
    return {piece["slug"]: piece["taken"] for piece in originals if piece["taken"]}


def _take(item: Item, count: int) -> None:
    """Make the copies 1 to `count` that are missing, bought evenly since the opening."""
    known = set(Copy.objects.filter(item=item).values_list("serial", flat=True))
    Copy.objects.bulk_create(
        Copy(item=item, serial=serial, acquired_at=moment, owned_since=moment)
        for serial, moment in _moments_of(item, count)
        if serial not in known
    )
    untouched = Item.objects.filter(pk=item.pk, sold=0, held=0)
    untouched.update(sold=count, next_serial=count + 1)


def _moments_of(item: Item, count: int) -> Iterator[tuple[int, datetime]]:
    """Each number with the moment it was taken."""
    until = min(AS_OF, item.retired_at or AS_OF)
    opened = item.opens_at or until
    for serial in range(1, count + 1):
        yield serial, opened + (until - opened) * ((serial - 0.5) / count)


def _enter_order(buyer: Any, moment: datetime, slugs: list[str]) -> None:
    if Order.objects.placed_by(buyer).filter(placed_at=moment).exists():
        return
    copies = [copy for copy in map(partial(_copy_taken_at, moment), slugs) if copy]
    if not copies:
        return
    order = _paid_order(buyer, moment, sum(price_of(copy.item) for copy in copies))
    for copy in copies:
        copy.order_line = _line_of(order, copy.item)
        copy.owner, copy.acquired_at, copy.owned_since = buyer, moment, moment
        copy.paid_cents = price_of(copy.item)
        copy.save(update_fields=["order_line", "owner", "acquired_at", "owned_since", "paid_cents"])


def _copy_taken_at(moment: datetime, slug: str) -> Copy | None:
    """The copy whose number was the next one at that moment."""
    copies = Copy.objects.filter(item__slug=slug, owner=None, acquired_at__lte=moment)
    return copies.select_related("item").order_by("-serial").first()


def _paid_order(buyer: Any, moment: datetime, total_cents: int) -> Order:
    pk, number = next_number()
    return Order.objects.create(
        pk=pk,
        number=number,
        buyer=buyer,
        email=buyer.email,
        currency=settings.CURRENCY,
        total_cents=total_cents,
        consent_version=CONSENT_VERSION,
        consent_text=CONSENT,
        consented_at=moment,
        terms_version=TERMS_VERSION,
        placed_at=moment,
        expires_at=moment,
        paid_at=moment,
        paid_with="card ending 4242",
    )


def _line_of(order: Order, item: Item) -> OrderLine:
    return OrderLine.objects.create(
        order=order,
        item=item,
        name=item.name,
        kind=kind_in_words(item),
        unit_price_cents=price_of(item),
        quantity=1,
    )
