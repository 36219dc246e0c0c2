"""How long a list of 17,089 records takes into an empty catalogue, and again.

    python -m tests.bench.catalogue_import [--rows 17089] [--file LIST.csv]

In a database of its own on the embedded PostgreSQL, dropped afterwards. The rows are made up in
the shape of the real list, or read from a file. Fails where writing takes longer than a minute.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from ashes_club import postgres

STEPS = "from tests.bench.import_steps import main; main({rows}, {file!r})"


def main() -> None:
    options = _options()
    with empty_database() as url:
        environment = {**os.environ, "DATABASE_URL": url}
        for command in (["migrate", "-v0"], ["shell", "-v0", "-c", STEPS.format(**vars(options))]):
            done = subprocess.run([sys.executable, "manage.py", *command], env=environment)
            if done.returncode:
                sys.exit(done.returncode)


@contextmanager
def empty_database() -> Iterator[str]:
    """The URL of a new database; it is dropped in the end."""
    server, name = postgres.start(), f"bench_import_{os.getpid()}"
    url = server.get_uri(database=name)
    postgres.make_database(url, by=server.get_uri())
    try:
        yield url
    finally:
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(drop)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=17_089)
    parser.add_argument("--file", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
