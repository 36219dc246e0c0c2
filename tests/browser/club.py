"""The whole club, run as `make run` does it, for a browser to walk through."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from ashes_club import postgres
from tests.migrated import template

ROOT = Path(__file__).resolve().parents[2]
OPENS_WITHIN = 180  # seconds, on a busy machine, demo content included


@dataclass
class Club:
    """A running club: where it is, and what it printed."""

    environment: dict[str, str]  # what it was given beside our own: folders, ports, database
    process: subprocess.Popen
    lines: list[str] = field(default_factory=list)
    opened: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return self.environment["SITE_URL"]

    def query(self, statement: str, *values: object) -> list[tuple]:
        """Look into its database, for what no page may show."""
        with psycopg.connect(self.environment["DATABASE_URL"]) as connection:
            return connection.execute(statement, values).fetchall()

    def manage(self, *words: str) -> str:
        """Run a command of `manage.py` in the club's own folders; what it said."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def close(self) -> int:
        """Press Ctrl-C, unless it was pressed before, and wait for the end; the exit status."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)

    def listen(self) -> None:
        """Keep what it prints, without its colours, until it prints no more."""
        for line in self.process.stdout or ():
            self.lines.append(re.sub(r"\x1b\[[0-9;]*m", "", line))
            if "Ctrl-C closes it" in line:
                self.opened.set()
        self.opened.set()


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Club]:
    """Open a club with a database and folders of its own; close it with Ctrl-C's signal."""
    settings = {**_ports(), **_folders(folder), **environment}
    with _database(f"browser_{os.getpid()}_{settings['PORT']}") as database_url:
        settings["DATABASE_URL"] = database_url
        club = Club(settings, open_process(settings))
        threading.Thread(target=club.listen, daemon=True).start()
        try:
            if not club.opened.wait(OPENS_WITHIN) or club.process.poll() is not None:
                raise TimeoutError("The club did not open:\n" + "".join(club.lines[-40:]))
            yield club
        finally:
            club.close()


def open_process(environment: dict[str, str]) -> subprocess.Popen:
    """Start what `make run` starts."""
    return subprocess.Popen(
        [sys.executable, "-m", "ashes_club.run"],
        env={**os.environ, **environment},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _ports() -> dict[str, str]:
    port, sandbox_port = free_port(), free_port()
    return {
        "PORT": str(port),
        "SANDBOX_PORT": str(sandbox_port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "STRIPE_API_BASE": f"http://127.0.0.1:{sandbox_port}",
        # Smaller pictures in new formats would keep a core busy, and no journey needs them.
        "WORKER_QUEUES": "default,lore",
    }


def _folders(folder: Path) -> dict[str, str]:
    return {"VAR_DIR": str(folder / "var"), "MEDIA_DIR": str(folder / "media")}


@contextmanager
def _database(name: str) -> Iterator[str]:
    """The URL of a new database on the club's own server; it and its sandbox's go afterwards."""
    server = postgres.start()
    _drop(server.get_uri(), name)
    url = server.get_uri(database=name)
    postgres.make_database(url, by=server.get_uri(), template=template(server.get_uri()))
    try:
        yield url
    finally:
        for database in (name, f"{name}_sandbox"):
            _drop(server.get_uri(), database)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _drop(by: str, name: str) -> None:
    with psycopg.connect(by, autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)
