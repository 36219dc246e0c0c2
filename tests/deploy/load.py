"""Visitors, members, buyers and Stripe at the front door, and how long each of them waited."""

import json
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count

import requests

from payments.sandbox.webhooks.signing import sign
from tests.faults.shop import SECRET, Buyer

TIMEOUT = 30  # seconds; whoever waits longer has failed
PAUSE = 0.01  # seconds between two requests of one visitor


@dataclass
class Load:
    """What was asked and what came of it, by kind of request."""

    door: str
    host: str
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def ask(
        self, kind: str, expected: int, method: str, path: str, session: requests.Session, **more
    ) -> None:
        """One request, which answers `expected` or is a failure."""
        headers = {"Host": self.host, "Origin": f"http://{self.host}", **more.pop("headers", {})}
        began = time.perf_counter()
        try:
            answer = session.request(
                method,
                f"{self.door}{path}",
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
                **more,
            )
            came = str(answer.status_code)
        except requests.RequestException as error:
            came = repr(error)
        self.seconds[kind].append(time.perf_counter() - began)
        if came != str(expected):
            self.failures.append(f"{method} {path}: {came}")

    def report(self, name: str) -> int:
        """A line for each kind; the number of failures, which are named. Begins anew."""
        print(f"\n{name}\n{'':<18}{'requests':>9}{'median':>9}{'p99':>9}{'longest':>9}   ms")
        for kind, took in sorted(self.seconds.items()):
            p99 = statistics.quantiles(took, n=100, method="inclusive")[-1]
            figures = statistics.median(took), p99, max(took)
            print(f"{kind:<18}{len(took):>9}" + "".join(f"{1000 * each:>9.0f}" for each in figures))
        print(f"{len(self.failures)} failed", *self.failures[:10], sep="\n    ", flush=True)
        failed = len(self.failures)
        self.seconds.clear()
        self.failures.clear()
        return failed


@contextmanager
def running(load: Load, buyers: list[tuple[Buyer, str]]) -> Iterator[None]:
    """Under this load, until the block ends."""
    duties = [_reading, _reading, _signing_in, _hearing, _hearing]
    works = [duty(load) for duty in duties]
    works += [duty(load, *buyer) for buyer in buyers for duty in (_buying, _looking)]
    threads = [threading.Thread(target=_until_done, args=(load, work)) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        load.done.set()
        for thread in threads:
            thread.join()


def _until_done(load: Load, work: Callable[[], None]) -> None:
    while not load.done.wait(PAUSE):
        work()


def _reading(load: Load) -> Callable[[], None]:
    """Half of it from the door's cache, half past it."""
    session, numbers = requests.Session(), count(id(load))

    def read() -> None:
        number = next(numbers)
        for path in ("/", "/vault/", "/lore/", f"/search/?q=piece+{number}", f"/vault/?q={number}"):
            load.ask("public pages", 200, "GET", path, session)

    return read


def _signing_in(load: Load) -> Callable[[], None]:
    session = requests.Session()
    return lambda: load.ask("sign-in page", 200, "GET", "/account/login/", session)


def _looking(load: Load, buyer: Buyer, slug: str) -> Callable[[], None]:
    return lambda: load.ask("Locker", 200, "GET", "/locker/", buyer.session)


def _buying(load: Load, buyer: Buyer, slug: str) -> Callable[[], None]:
    line = {"item": slug, "quantity": "1"}
    return lambda: load.ask("bag, POST", 302, "POST", "/bag/lines/", buyer.session, data=line)


def _hearing(load: Load) -> Callable[[], None]:
    session = requests.Session()

    def hear() -> None:
        event_id = f"evt_{time.monotonic_ns()}_{threading.get_ident()}"
        about = {"object": {"id": "cs_test_of_nobody"}}
        kind = "checkout.session.completed"
        event = {"id": event_id, "type": kind, "livemode": False, "data": about}
        body = json.dumps(event).encode()
        signed = {"Stripe-Signature": sign(body, SECRET, int(time.time()))}
        load.events.append(event_id)
        load.ask(
            "webhooks, POST", 200, "POST", "/stripe/webhook/", session, data=body, headers=signed
        )

    return hear
