"""Whether this process should be sent visitors: the database answers and has our tables.

Nothing is asked through the pool, whose wait for a database that is away outlasts any probe.
"""

from functools import lru_cache

import psycopg
from django.db.migrations.loader import MigrationLoader

from ashes_club.database import connect

PATIENCE = 2  # seconds
LATELY = 60  # seconds; a worker says every ten that it is there

APPLIED = "SELECT app, name FROM django_migrations"
LOOKED_AFTER = """
    SELECT EXISTS (
        SELECT FROM procrastinate_workers
        WHERE last_heartbeat > now() - make_interval(secs => %s)
    )
"""


def is_ready() -> bool:
    """Whether pages can be drawn here."""
    try:
        with _connect() as connection:
            return not missing_migrations(connection)
    except psycopg.Error:
        return False


def is_queue_looked_after() -> bool:
    """Whether a worker was there in the last minute."""
    try:
        with _connect() as connection:
            return has_worker(connection)
    except psycopg.Error:
        return False


def missing_migrations(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """App and name of each migration of this code that the database has not had."""
    applied = set(connection.execute(APPLIED).fetchall())
    return sorted(_ours() - applied)


def has_worker(connection: psycopg.Connection) -> bool:
    found = connection.execute(LOOKED_AFTER, [LATELY]).fetchone()
    return bool(found and found[0])


@lru_cache(maxsize=1)
def _ours() -> frozenset[tuple[str, str]]:
    """They are files, so they stay the same for as long as the process lives."""
    return frozenset(MigrationLoader(None).graph.nodes)


def _connect() -> psycopg.Connection:
    connection = connect(connect_timeout=PATIENCE)
    # For this transaction only: behind a PgBouncer the session is not ours to change.
    connection.execute(f"SET LOCAL statement_timeout = '{PATIENCE}s'")
    return connection
