"""What one_edition.py measures, inside Django."""

import statistics
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from catalog.models import Item
from payments.consent import Consent
from payments.gateway import Session
from payments.models import Bag, Copy, NotPlaced, Order

PRICE = 1200


def main(buyers: int, edition: int, rounds: int) -> None:
    """Print the orders a second of both ways; exit with a sentence where something is wrong."""
    print(f"{'':<26}{'sold':>6}{'refused':>9}{'orders/s':>10}")
    contended = [_round(f"c{n}", buyers, edition, shared=True) for n in range(rounds)]
    free = [_round(f"f{n}", buyers, edition, shared=False) for n in range(rounds)]
    ratio = statistics.median(contended) / statistics.median(free)
    print(f"one edition for all sells {ratio:.2f} times as fast as an edition for each")


def _round(name: str, buyers: int, edition: int, shared: bool) -> float:
    """Orders a second, refusals included."""
    keeper, _ = User.objects.get_or_create(email="ash@ashes.example", handle="ash")
    items = [_item(f"{name}-{n}", edition, keeper) for n in range(1 if shared else buyers)]
    members = User.objects.bulk_create(
        User(email=f"{name}-{n}@ashes.example", handle=f"{name}-{n}") for n in range(buyers)
    )
    results, seconds = _at_once(buyers, lambda n: _buy(members[n], items[n % len(items)]))
    faults = [each for each in results if isinstance(each, Exception)]
    if faults:
        sys.exit(f"{len(faults)} buyers broke down, the first with {faults[0]!r}")
    _check(items, sold=sum(results))
    said = "one edition for all" if shared else "an edition for each"
    print(f"{said:<26}{sum(results):>6}{buyers - sum(results):>9}{buyers / seconds:>10.0f}")
    return buyers / seconds


def _buy(member: User, item: Item) -> bool:
    """Whether there was one left."""
    bag = Bag.objects.create(user=member)
    bag.put(item)
    try:
        order = Order.place(member, bag, Consent(PRICE))
    except NotPlaced:
        return False
    return order.settle(_paid(order))


def _paid(order: Order) -> Session:
    return Session(
        id=f"cs_{order.pk}", url="", status="complete", payment_status="paid",
        amount_total=order.total_cents, currency=order.currency, order_number=order.number,
        attempt_key="", payment_intent=f"pi_{order.pk}", intent_status="succeeded",
        paid_with="card ending 4242", country="DE",
        lines=tuple(line.as_sold for line in order.lines.all()),
    )  # fmt: skip


def _check(items: list[Item], sold: int) -> None:
    for item in items:
        item.refresh_from_db()
        serials = sorted(Copy.objects.filter(item=item).values_list("serial", flat=True))
        if serials != list(range(1, item.sold + 1)) or item.held:
            sys.exit(f"{item}: {item.sold} sold, {item.held} held, numbers {serials}")
    if sold != sum(item.sold for item in items):
        sys.exit("More or fewer copies were sold than buyers were told of.")


def _item(name: str, edition: int, keeper: User) -> Item:
    now = timezone.now()
    return Item.objects.create(
        accession=Item.objects.count() + 1, name=f"Piece {name}", slug=f"piece-{name}",
        kind="wrap", rarity="rare", price_cents=PRICE, edition_size=edition,
        entered_on=timezone.localdate() - timedelta(1), opens_at=now - timedelta(hours=1),
        uses_epic_ip=False, rights_checked_by=keeper, rights_checked_at=now,
    )  # fmt: skip


def _at_once(count: int, act: Callable[[int], Any]) -> tuple[list[Any], float]:
    """Results, exceptions included, and the seconds from the first start to the last end."""
    barrier, started = threading.Barrier(count), []

    def run(number: int) -> Any:
        try:
            barrier.wait()
            started.append(time.perf_counter())
            return act(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        results = list(pool.map(run, range(count)))
    return results, time.perf_counter() - min(started)
