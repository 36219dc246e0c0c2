"""A connection of one's own, beside Django's pool: for listening, for probes, for backups."""

from typing import Any

import psycopg
from django.db import connections

DIRECT = "direct"  # PostgreSQL itself, where "default" leads to a PgBouncer
DJANGOS = {"cursor_factory", "context", "prepare_threshold", "client_encoding"}


def parameters() -> dict[str, Any]:
    """What psycopg, or libpq's programs, need to reach the club's database."""
    return _of("default")


def connect(**more: Any) -> psycopg.Connection:
    """Connect at once; psycopg.OperationalError where the database does not answer."""
    return psycopg.connect(**{**parameters(), **more})


def connect_directly(**more: Any) -> psycopg.Connection:
    """The same, for what lasts longer than a transaction: past the PgBouncer, where one stands."""
    known = _of(DIRECT) if DIRECT in connections else parameters()
    return psycopg.connect(**{**known, **more})


def _of(alias: str) -> dict[str, Any]:
    known = connections[alias].get_connection_params()
    return {name: value for name, value in known.items() if name not in DJANGOS}
