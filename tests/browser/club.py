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

ROOT = Path(__file__).resolve().parents[2]
OPENS_WITHIN = 180  # seconds, on a busy machine, demo content included


@dataclass
class Club:
    """A running club: where it is, and what it printed."""

    url: str
    lines: list[str] = field(default_factory=list)
    opened: threading.Event = field(default_factory=threading.Event)
    database_url: str = ""

    def query(self, statement: str, *values: object) -> list[tuple]:
        """Look into its database, for what no page may show."""
        with psycopg.connect(self.database_url) as connection:
            return connection.execute(statement, values).fetchall()


@contextmanager
def running(folder: Path, **environment: str) -> Iterator[Club]:
    """Open a club with a database and folders of its own; close it with Ctrl-C's signal."""
    port, sandbox_port = free_port(), free_port()
    name = f"browser_{os.getpid()}_{port}"
    server = postgres.start()
    _drop(server.get_uri(), name)
    url = server.get_uri(database=name)
    postgres.make_database(url, by=server.get_uri())
    settings = {
        "DATABASE_URL": url,
        "PORT": str(port),
        "SANDBOX_PORT": str(sandbox_port),
        "VAR_DIR": str(folder / "var"),
        "MEDIA_DIR": str(folder / "media"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "STRIPE_API_BASE": f"http://127.0.0.1:{sandbox_port}",
        **environment,
    }
    club = Club(url=settings["SITE_URL"], database_url=url)
    process = subprocess.Popen(
        [sys.executable, "-m", "ashes_club.run"],
        env={**os.environ, **settings},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    reader = threading.Thread(target=_read, args=(process, club), daemon=True)
    reader.start()
    try:
        if not club.opened.wait(OPENS_WITHIN):
            raise TimeoutError("The club did not open:\n" + "".join(club.lines[-40:]))
        yield club
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)
        for database in (name, f"{name}_sandbox"):
            _drop(server.get_uri(), database)


def _read(process: subprocess.Popen, club: Club) -> None:
    for line in process.stdout or ():
        club.lines.append(re.sub(r"\x1b\[[0-9;]*m", "", line))
        if "Ctrl-C closes it" in line:
            club.opened.set()
    club.opened.set()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _drop(by: str, name: str) -> None:
    with psycopg.connect(by, autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)
