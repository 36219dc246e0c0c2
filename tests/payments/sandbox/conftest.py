"""One sandbox process for all tests here, emptied between them, and a place for its webhooks."""

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import stripe

from payments.sandbox.conformance.client import CheckedHTTPClient
from payments.sandbox.testing import Sandbox, free_port, running_sandbox, temporary_database


class Receiver(ThreadingHTTPServer):
    """A shop's webhook address: keeps what arrives, answers with the next of `answers` or 200."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", free_port()), _Handler)
        self.got: list[tuple[bytes, str]] = []
        self.answers: list[int] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/stripe/webhook/"

    def events(self, kind: str = "") -> list[stripe.Event]:
        """What arrived, verified by Stripe's own code."""
        verify = stripe.Webhook.construct_event
        with self.lock:
            found = [verify(body, header, "whsec_sandbox_testing") for body, header in self.got]
        return [each for each in found if kind in ("", each.type)]

    def wait_for(self, count: int, kind: str = "", within: float = 10) -> list[stripe.Event]:
        until = time.monotonic() + within
        while len(found := self.events(kind)) < count and time.monotonic() < until:
            time.sleep(0.02)
        assert len(found) >= count, f"{len(found)} of {count} {kind} arrived"
        return found


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            self.server.got.append((body, self.headers["Stripe-Signature"]))
            status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="session")
def _receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()


@pytest.fixture(scope="session")
def _sandbox(_receiver: Receiver) -> Iterator[Sandbox]:
    with temporary_database() as url, running_sandbox(url, _receiver.url) as running:
        yield running


@pytest.fixture
def sandbox(_sandbox: Sandbox, _receiver: Receiver) -> Sandbox:
    _sandbox.reset()
    _receiver.got.clear()
    _receiver.answers.clear()
    return _sandbox


@pytest.fixture
def receiver(_receiver: Receiver) -> Receiver:
    return _receiver


@pytest.fixture
def client_with(sandbox: Sandbox) -> Callable[[str], stripe.StripeClient]:
    """The real SDK with any key, pointed at the sandbox; replies are checked against its types."""
    http = CheckedHTTPClient(stripe.RequestsClient(timeout=10))
    bases = {"api": sandbox.url}
    return lambda key: stripe.StripeClient(key, base_addresses=bases, http_client=http)


@pytest.fixture
def client(client_with: Callable[[str], stripe.StripeClient]) -> stripe.StripeClient:
    return client_with("sk_test_x")


@pytest.fixture
def order() -> Callable[..., dict[str, Any]]:
    """Makes parameters of a session for two of one thing and one of another: €49.00."""
    return _order


def _order(**changes: Any) -> dict[str, Any]:
    lines = [_line("Ember Veil", 2000, 2), _line("Ash Bloom", 900, 1)]
    params = {
        "mode": "payment",
        "line_items": lines,
        "success_url": "https://shop.example/return/?cs={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://shop.example/bag/",
        "client_reference_id": "AC-1",
        "metadata": {"order": "AC-1"},
        "payment_intent_data": {"metadata": {"order": "AC-1"}},
        "adaptive_pricing": {"enabled": False},
    }
    return params | changes


def _line(name: str, cents: int, quantity: int) -> dict[str, Any]:
    price = {"currency": "eur", "unit_amount": cents, "product_data": {"name": name}}
    return {"price_data": price, "quantity": quantity}


@pytest.fixture
def open_session(client: stripe.StripeClient) -> Callable[..., stripe.checkout.Session]:
    """Opens a Checkout session for `order(**changes)`."""
    return lambda **changes: client.v1.checkout.sessions.create(params=_order(**changes))


class Club:
    """A plan with two prices, and members who join it through Checkout."""

    def __init__(self, sandbox: Sandbox, client: stripe.StripeClient) -> None:
        self.sandbox, self.client = sandbox, client
        self.product = client.v1.products.create(params={"name": "The Club"}).id
        self.monthly, self.yearly = self.price("month", 490), self.price("year", 4900)

    def price(self, interval: str, cents: int) -> str:
        """A recurring price of the plan, in cents."""
        params = {"currency": "eur", "product": self.product, "unit_amount": cents}
        params["recurring"] = {"interval": interval}
        return self.client.v1.prices.create(params=params).id

    def session(self, price: str = "", **changes: Any) -> stripe.checkout.Session:
        """An open Checkout session for joining, monthly unless told otherwise."""
        params = {
            "mode": "subscription",
            "line_items": [{"price": price or self.monthly, "quantity": 1}],
            "success_url": "https://shop.example/club/?cs={CHECKOUT_SESSION_ID}",
            "client_reference_id": "member-7",
            "subscription_data": {"metadata": {"member": "7"}},
        }
        return self.client.v1.checkout.sessions.create(params=params | changes)

    def join(self, card: str = "4242424242424242", price: str = "") -> stripe.Subscription:
        """A member joins with this card."""
        session = self.session(price)
        assert self.sandbox.pay(session.url, card).paid
        ref = self.client.v1.checkout.sessions.retrieve(session.id).subscription
        return self.look(ref)

    def look(self, ref: str) -> stripe.Subscription:
        """The subscription as it is now."""
        return self.client.v1.subscriptions.retrieve(ref)

    def invoices(self, ref: str) -> list[stripe.Invoice]:
        """Its invoices, oldest first."""
        return self.client.v1.invoices.list(params={"subscription": ref, "limit": 100}).data[::-1]


@pytest.fixture
def club(sandbox: Sandbox, client: stripe.StripeClient) -> Club:
    return Club(sandbox, client)
