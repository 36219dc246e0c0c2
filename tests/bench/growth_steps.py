"""What growth.py measures inside Django: a purchase, the room it takes, and an announcement."""

import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ashes_club.announcements import CHANNEL
from ashes_club.database import connect
from payments.consent import Consent
from payments.models import Bag, Order
from tests.bench.edition_steps import PRICE, _item, _paid

SIZE = "SELECT pg_database_size(current_database())"
LARGEST = """
SELECT relname, pg_total_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC LIMIT 6
"""


def main(members: int) -> None:
    keeper, _ = User.objects.get_or_create(email="ash@ashes.example", handle="ash")
    items = [_item(f"growth-{n}", members, keeper) for n in range(10)]
    _purchase(User.objects.create(email="one@ashes.example", handle="one"), items[0])
    _sizes(items, members)
    _announcements(items[0].pk)
    _commits(items)


# --- one purchase -------------------------------------------------------------------------------
def _purchase(member: User, item) -> None:  # type: ignore[no-untyped-def]
    """Statements of each step; milliseconds are of the last of five purchases' median."""
    took: dict[str, list[float]] = {"bag": [], "place": [], "settle": []}
    counts: dict[str, int] = {}
    for number in range(6):
        with _step("bag", took, counts):
            bag, _ = Bag.objects.get_or_create(user=member)
            bag.put(item)
        with _step("place", took, counts):
            order = Order.place(member, bag, Consent(PRICE))
        with _step("settle", took, counts):
            assert order.settle(_paid(order)), number
        Bag.objects.filter(user=member).delete()
    for name, found in took.items():
        middle = statistics.median(found[1:])
        print(f"{name:<34}{counts[name]:>8} statements {middle:>8.1f} ms")


@contextmanager
def _step(name: str, took: dict[str, list[float]], counts: dict[str, int]) -> Iterator[None]:
    reset_queries()
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as captured:
        yield
    took[name].append((time.perf_counter() - begun) * 1000)
    counts[name] = len(captured)


# --- the room that members and orders take ------------------------------------------------------
def _sizes(items: list, members: int) -> None:
    before = _size()
    made = User.objects.bulk_create(
        User(email=f"grown-{n}@ashes.example", handle=f"grown-{n}", password="x" * 88)
        for n in range(members)
    )
    after = _size()
    print(f"{'1,000 members':<34}{(after - before) / members * 1000 / 2**20:>8.2f} MB")
    for number, member in enumerate(made):
        bag = Bag.objects.create(user=member)
        bag.put(items[number % len(items)])
        order = Order.place(member, bag, Consent(PRICE))
        order.settle(_paid(order))
    print(f"{'1,000 orders':<34}{(_size() - after) / members * 1000 / 2**20:>8.2f} MB")
    with connection.cursor() as cursor:
        cursor.execute(LARGEST)
        for table, size in cursor.fetchall():
            print(f"    {table:<30}{size / 2**20:>8.2f} MB")


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("CHECKPOINT")
        cursor.execute(SIZE)
        return cursor.fetchone()[0]


# --- what an announcement costs, and how soon it is heard ---------------------------------------
def _announcements(item_pk: int) -> None:
    for listeners in (0, 1, 10, 40):
        with _listening(listeners) as heard:
            took = _changes(item_pk, 200)
            _all_have(heard)
        print(f"{f'a change, {listeners} listening':<34}{statistics.median(took):>8.2f} ms")
    with _untold():
        took = _changes(item_pk, 200)
    print(f"{'a change, not announced':<34}{statistics.median(took):>8.2f} ms")


def _commits(items: list) -> None:
    """Eight sessions at once, each with a piece of its own: who announces takes turns to commit."""
    announced, untold = [], []
    for _ in range(5):
        announced.append(_changes_a_second(items))
        with _untold():
            untold.append(_changes_a_second(items))
    print(f"{'8 at once, announced':<34}{statistics.median(announced):>8.0f} changes/s")
    print(f"{'8 at once, not announced':<34}{statistics.median(untold):>8.0f} changes/s")


def _changes_a_second(items: list, each: int = 60) -> float:
    begun = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda item: _changes(item.pk, each), items[:8]))
    return 8 * each / (time.perf_counter() - begun)


@contextmanager
def _untold() -> Iterator[None]:
    """Changes are not announced; the triggers that count and search stay."""
    with connect(autocommit=True) as own:
        own.execute("ALTER TABLE catalog_item DISABLE TRIGGER announce_public_change")
        yield
        own.execute("ALTER TABLE catalog_item ENABLE TRIGGER announce_public_change")


def _changes(item_pk: int, count: int) -> list[float]:
    took = []
    with connect(autocommit=True) as own:
        for _ in range(count):
            begun = time.perf_counter()
            own.execute("UPDATE catalog_item SET sold = sold WHERE id = %s", [item_pk])
            took.append((time.perf_counter() - begun) * 1000)
    return took


@contextmanager
def _listening(count: int) -> Iterator[dict[int, int]]:
    heard, ended = dict.fromkeys(range(count), 0), threading.Event()

    def listen(number: int, own: psycopg.Connection) -> None:
        with own:
            while not ended.is_set():
                heard[number] += len(list(own.notifies(timeout=0.2)))

    connections = [connect(autocommit=True) for _ in range(count)]
    for own in connections:
        own.execute(f"LISTEN {CHANNEL}")
    threads = [threading.Thread(target=listen, args=each) for each in enumerate(connections)]
    for thread in threads:
        thread.start()
    try:
        yield heard
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _all_have(heard: dict[int, int]) -> None:
    """Wait until each listener has heard something, ten seconds at most."""
    until = time.monotonic() + 10
    while not all(heard.values()) and time.monotonic() < until:
        time.sleep(0.05)
    assert all(heard.values())
