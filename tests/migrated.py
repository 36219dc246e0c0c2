"""A database with every table, made once for a set of migrations and copied from then on.

More than a hundred migrations take seconds; PostgreSQL copies their outcome in a fraction of one.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from ashes_club import postgres

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "var" / "migrated.lock"
PREFIX = "migrated_"


def template(by: str) -> str:
    """The name of that database on the server of the URL `by`; made there if it is missing."""
    wanted = f"{PREFIX}{_fingerprint()}"
    with _one_at_a_time(), psycopg.connect(by, autocommit=True) as server:
        known = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]
        ).fetchall()
        if (wanted,) not in known:
            for (name,) in known:
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
            _make(server, by, wanted)
    return wanted


def _make(server: psycopg.Connection, by: str, name: str) -> None:
    """Under another name until it is whole: what broke off is never copied."""
    unfinished = f"{PREFIX}unfinished"
    url = urlsplit(by)._replace(path=f"/{unfinished}").geturl()
    postgres.make_database(url, by=by)
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True)
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    server.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))


def _fingerprint() -> str:
    """Of all that decides what the tables are: our migrations, and the versions of others'."""
    files = [ROOT / "requirements.txt", *sorted(ROOT.glob("*/migrations/*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two workers of one run want it at the same moment; the second finds it made."""
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
