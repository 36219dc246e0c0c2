"""How long Stripe waits for our answer: when all is quiet, the queue is full, Stripe is slow.

    python -m tests.bench.webhook [--events 200]

A club of real processes, the one that the kill tests use; events go to it one after another.
"""

import argparse
import json
import socket
import statistics
import time
from collections.abc import Callable

import requests

from payments.sandbox.webhooks.signing import sign
from tests.faults.shop import SECRET, Shop, opened

WAITING = 20_000  # tasks in a full queue; each does nothing
SLOW_SENDERS = 12
PATIENCE = 10  # seconds
SENDERS: list[socket.socket] = []  # open for as long as the bench runs
FILL = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
SELECT 'default', 'payments.tasks.send_wish_letter', '{"wish_id": 0, "because": "opened"}', 'todo'
FROM generate_series(1, %s) RETURNING id
"""
ALWAYS_SLOW = {"fault": "timeout", "seconds": 5, "verb": "get", "path": "/v1/", "times": 10_000}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=200)
    events = parser.parse_args().events
    print(f"{'':<28}{'median':>9}{'p95':>9}{'most':>9}   milliseconds")
    with opened() as shop:
        for name, prepare in MOODS.items():
            prepare(shop)
            try:
                _report(name, [_answer(shop, f"evt_{name}_{n}") for n in range(events)])
            except requests.ReadTimeout:
                print(f"{name:<28} no answer in {PATIENCE} s; docs/decisions/0004 says why")


def _answer(shop: Shop, event_id: str) -> float:
    """Milliseconds until the club has said 200 to an event that it must act on."""
    about = {"object": {"id": "cs_test_of_nobody"}}
    event = {"id": event_id, "type": "checkout.session.completed", "livemode": False, "data": about}
    body = json.dumps(event).encode()
    headers = {"Stripe-Signature": sign(body, SECRET, int(time.time()))}
    begun = time.perf_counter()
    reply = requests.post(f"{shop.url}/stripe/webhook/", body, headers=headers, timeout=PATIENCE)
    assert reply.status_code == 200, reply.status_code
    return (time.perf_counter() - begun) * 1000


def _report(name: str, took: list[float]) -> None:
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"{name:<28}{statistics.median(took):>9.1f}{p95:>9.1f}{max(took):>9.1f}", flush=True)


def _trickle(shop: Shop) -> None:
    """More senders than the club has threads say that a body comes, and send a byte of it."""
    shop.query("DELETE FROM procrastinate_jobs WHERE status = 'todo' RETURNING id")
    shop.stripe.set_faults()
    head = "POST /stripe/webhook/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\n{"
    for _ in range(SLOW_SENDERS):
        sender = socket.create_connection(("127.0.0.1", shop.ports["web"]))
        sender.sendall(head.encode())
        SENDERS.append(sender)


def _fill_queue(shop: Shop) -> None:
    assert len(shop.query(FILL, WAITING)) == WAITING


def _slow_down_stripe(shop: Shop) -> None:
    shop.query("DELETE FROM procrastinate_jobs WHERE status = 'todo' RETURNING id")
    shop.stripe.set_faults(api=[ALWAYS_SLOW])


MOODS: dict[str, Callable[[Shop], object]] = {
    "quiet": lambda shop: None,
    f"{WAITING:,} tasks wait": _fill_queue,
    "Stripe takes 5 s a question": _slow_down_stripe,
    f"{SLOW_SENDERS} senders dawdle": _trickle,
}

if __name__ == "__main__":
    main()
