"""Two replicas behind the front door, restarted and replaced one after the other under load.

    python -m tests.deploy.rolling [--rounds 5]

Three scenes: a restart; an upgrade, whose migrations run while the old version serves and a
visitor holds a table; and the way back, old code on newer tables. No request may fail in any.
Needs nginx (Debian: apt install nginx-light), and talks to 127.0.0.1 only. A minute or two.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import BaseRequestHandler, UDPServer

import psycopg
import requests

from tests.browser.club import free_port
from tests.deploy import door as front
from tests.deploy.load import Load, running
from tests.faults.shop import ROOT, Shop, eventually, make_buyers, opened

HOSTS = ["127.0.0.1", "127.0.0.2"]
OLD, NEW = "ashes_club.settings", "tests.deploy.next_version.settings"


class BothByOneName(BaseRequestHandler):
    """The whole of a name server that knows two replicas by whatever name."""

    def handle(self) -> None:
        asked, server = self.request
        answer = asked[:2] + b"\x81\x80" + asked[4:6] + bytes([0, len(HOSTS), 0, 0, 0, 0])
        answer += asked[12:]
        for host in HOSTS:
            answer += b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04" + socket.inet_aton(host)
        server.sendto(answer, self.client_address)


@dataclass
class Replicas:
    """Two processes that serve the same club, each at an address of its own."""

    shop: Shop
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)

    def start(self, host: str, settings: str = OLD) -> None:
        command = ["-m", "ashes_club.serving", "--host", host, "--port", str(self.port)]
        environment = {**self.shop.environment, "DJANGO_SETTINGS_MODULE": settings}
        self.running[host] = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, start_new_session=True
        )

    def is_ready(self, host: str, probe: str = "readyz") -> bool:
        """By a name of the club's, as a container's health check asks."""
        named = {"Host": "localhost"}
        address = f"http://{host}:{self.port}/{probe}"
        return requests.get(address, headers=named, timeout=5).status_code == 200

    def stop(self, host: str) -> None:
        """As docker and Kubernetes do it: SIGTERM, and wait."""
        began = time.monotonic()
        process = self.running.pop(host)
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        self.took.append(time.monotonic() - began)

    def roll(self, settings: str = OLD) -> None:
        """One after the other; the next only once this one is ready."""
        for host in HOSTS:
            self.stop(host)
            self.start(host, settings)
            eventually(lambda host=host: self.is_ready(host))

    def close(self) -> None:
        for process in self.running.values():
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with opened() as shop, tempfile.TemporaryDirectory() as folder:
        buyers = list(make_buyers(shop, ["mira", "kael"]).values())
        shop.kill("web")
        with _replicas(shop) as replicas, _door(Path(folder), replicas) as address:
            load = Load(address, shop.url.removeprefix("http://"))
            with running(load, buyers):
                failed = _scenes(load, replicas, rounds)
        lost = _lost(shop, load)
    print(f"\nStopping took {max(replicas.took):.2f} s at most; machine's load {os.getloadavg()}.")
    print(f"{failed} requests failed, {lost} of {len(load.events)} events lost or doubled.")
    return 1 if failed or lost else 0


def _scenes(load: Load, replicas: Replicas, rounds: int) -> int:
    time.sleep(3)
    failed = load.report("Nothing happens")
    for _ in range(rounds):
        replicas.roll()
    failed += load.report(f"Restarted, {rounds} times both")
    _upgrade(replicas)
    failed += load.report("Migrated beside the old version, then replaced by the new one")
    replicas.roll(OLD)
    time.sleep(2)
    return failed + load.report("Gone back: the old version on the newer tables")


def _upgrade(replicas: Replicas) -> None:
    """The old version serves until the new one is ready, and that is after the migrations."""
    replicas.stop(HOSTS[0])
    replicas.start(HOSTS[0], NEW)
    eventually(lambda: replicas.is_ready(HOSTS[0], "healthz"))
    assert not replicas.is_ready(HOSTS[0]), "the new version is ready without its tables"
    _migrate_past_a_visitor(replicas.shop)
    assert replicas.is_ready(HOSTS[0])
    replicas.stop(HOSTS[1])
    replicas.start(HOSTS[1], NEW)
    eventually(lambda: replicas.is_ready(HOSTS[1]))


def _migrate_past_a_visitor(shop: Shop) -> None:
    """Somebody has read a table that the migration changes, and goes once they were waited for."""
    command = [sys.executable, "manage.py", "migrate", "--settings", NEW, "next_version"]
    began = time.monotonic()
    with (
        psycopg.connect(shop.environment["DATABASE_URL"]) as visitor,
        subprocess.Popen(
            command, cwd=ROOT, env=shop.environment, stderr=subprocess.PIPE, text=True
        ) as migrate,
    ):
        visitor.execute("SELECT count(*) FROM catalog_item")
        assert migrate.stderr
        for line in migrate.stderr:
            print(line, end="", flush=True)
            visitor.rollback()
    assert migrate.returncode == 0
    print(f"migrate took {time.monotonic() - began:.1f} s, most of it to begin")


@contextmanager
def _replicas(shop: Shop) -> Iterator[Replicas]:
    replicas = Replicas(shop)
    for host in HOSTS:
        replicas.start(host)
    try:
        for host in HOSTS:
            eventually(lambda host=host: replicas.is_ready(host))
        yield replicas
    finally:
        replicas.close()


@contextmanager
def _door(folder: Path, replicas: Replicas) -> Iterator[str]:
    folder.chmod(0o755)
    with UDPServer(("127.0.0.1", 0), BothByOneName) as names:
        threading.Thread(target=names.serve_forever, daemon=True).start()
        known = {"RESOLVER": f"127.0.0.1:{names.server_address[1]}", "UNLIMITED": "127.0.0.1"}
        with front.opened(folder, f"web.example:{replicas.port}", **known) as door:
            yield f"http://127.0.0.1:{door.port}"
        names.shutdown()


def _lost(shop: Shop, load: Load) -> int:
    """Events that Stripe was told are kept, and are not there once."""
    kept = shop.query("SELECT event_id FROM payments_stripeevent WHERE event_id LIKE 'evt_%%'")
    return len(set(load.events) ^ {event_id for (event_id,) in kept})


if __name__ == "__main__":
    sys.exit(main())
