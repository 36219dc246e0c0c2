"""A connection of one's own, beside Django's pool: for listening, for probes, for backups."""

from typing import Any

import psycopg
from django.db import connection

DJANGOS = {"cursor_factory", "context", "prepare_threshold", "client_encoding"}


def parameters() -> dict[str, Any]:
    """What psycopg, or libpq's programs, need to reach the club's database."""
    known = connection.get_connection_params()
    return {name: value for name, value in known.items() if name not in DJANGOS}


def connect(**more: Any) -> psycopg.Connection:
    """Connect at once; psycopg.OperationalError where the database does not answer."""
    return psycopg.connect(**{**parameters(), **more})
