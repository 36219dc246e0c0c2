"""Sends events to endpoints, tries again with growing pauses, and writes the log.

One thread of the main process runs `Deliverer.run`. HTTP goes through a small pool of threads
that never touch the database; all rows are read and written by the one loop.
"""

import json
import logging
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psycopg
import requests
from django.conf import settings
from django.db import OperationalError, connection, transaction

from payments.sandbox import clock
from payments.sandbox.checkout.settle import settle_due
from payments.sandbox.models import Bench, Delivery
from payments.sandbox.webhooks.events import CHANNEL
from payments.sandbox.webhooks.signing import sign

_BATCH = 20
_TIMEOUT = 10
_GIVE_UP_AFTER = 12
_LONGEST_PAUSE = 3600
_IDLE = 1.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Result:
    """What an attempt brought: a status, or a note where there was no answer."""

    signature: str
    status: int | None
    note: str
    milliseconds: int

    @property
    def accepted(self) -> bool:
        """Stripe counts every 2xx as delivered, and nothing else."""
        return self.status is not None and 200 <= self.status < 300


_REFUSED = Result("", 500, "Refused by a fault; nothing was sent.", 0)


def body_of(delivery: Delivery) -> bytes:
    """The bytes that are signed and sent; the same at every attempt."""
    return json.dumps(delivery.event.data, indent=2, ensure_ascii=False).encode()


def post(url: str, secret: str, body: bytes) -> Result:
    """One attempt; the signature's time is the real clock's, now."""
    signature = sign(body, secret, int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signature,
        "User-Agent": "Stripe/1.0 (sandbox)",
    }
    started = time.monotonic()
    try:
        reply = requests.post(
            url, data=body, headers=headers, timeout=_TIMEOUT, allow_redirects=False
        )
    except requests.RequestException as problem:
        status, note = None, f"{type(problem).__name__}: {problem}"
    else:
        status, note = reply.status_code, reply.text[:500].replace("\0", "")
    return Result(signature, status, note, int((time.monotonic() - started) * 1000))


class Deliverer:
    """The loop: settle what is due, deliver what is due, wait for more."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="webhook")

    def stop(self) -> None:
        """End the loop soon; what is under way is finished."""
        self._stop.set()

    def run(self) -> None:
        """Work until stopped; a database that went away is waited for."""
        while not self._stop.is_set():
            try:
                self._listen()
                if not (settle_due() + self.deliver_due()):
                    self._wait()
            except (OperationalError, psycopg.OperationalError) as problem:
                log.warning("The sandbox's database does not answer: %s", problem)
                connection.close()
                self._stop.wait(_IDLE)
        self._pool.shutdown()
        connection.close()

    def deliver_due(self) -> int:
        """One batch of attempts; returns how many were made."""
        faults = clock.bench().faults.get("webhooks", {})
        if faults.get("hold"):
            return 0
        due = Delivery.objects.filter(next_attempt_at__lte=clock.precise())
        due = due.exclude(endpoint__deleted=True).select_related("event", "endpoint")
        batch = list(due.order_by("next_attempt_at", "pk")[:_BATCH])
        if faults.get("shuffle"):
            random.shuffle(batch)
        refused = _take_refusals(len(batch)) if faults.get("refuse") else 0
        results = [*[_REFUSED] * refused, *self._pool.map(_attempt, batch[refused:])]
        for delivery, result in zip(batch, results, strict=True):
            _write_down(delivery, result, clock.precise())
        return len(batch)

    def _listen(self) -> None:
        """Before looking for work, so that nothing is missed between looking and waiting."""
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")

    def _wait(self) -> None:
        """Sleep until PostgreSQL tells of a new event, at most a moment."""
        pause = min(_IDLE, settings.RETRY_SECONDS)
        for _ in connection.connection.notifies(timeout=pause, stop_after=1):
            pass


@transaction.atomic
def _take_refusals(most: int) -> int:
    """How many attempts the `refuse` fault answers in the endpoint's place, counted down."""
    bench = Bench.objects.select_for_update().get(pk=1)
    webhooks = bench.faults.get("webhooks", {})
    taken = min(most, webhooks.get("refuse", 0))
    if taken:
        webhooks["refuse"] -= taken
        bench.save(update_fields=["faults"])
    return taken


def _attempt(delivery: Delivery) -> Result:
    endpoint = delivery.endpoint
    return post(endpoint.data["url"], endpoint.hidden["secret"], body_of(delivery))


@transaction.atomic
def _write_down(delivery: Delivery, result: Result, now: float) -> None:
    tries = delivery.attempts + 1
    pause = min(settings.RETRY_SECONDS * 2**delivery.attempts, _LONGEST_PAUSE)
    again = not result.accepted and tries < _GIVE_UP_AFTER
    found = Delivery.objects.filter(pk=delivery.pk).update(
        attempts=tries,
        delivered=result.accepted or delivery.delivered,
        next_attempt_at=now + pause if again else None,
    )
    if found:
        delivery.log.create(
            signature=result.signature,
            status=result.status,
            note=result.note,
            milliseconds=result.milliseconds,
        )
