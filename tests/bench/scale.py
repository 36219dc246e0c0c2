"""What the benches of growth share: a database of each size, and how long a page takes there."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ashes_club import postgres

postgres.use_unless_configured()
os.environ |= {"DJANGO_SETTINGS_MODULE": "ashes_club.settings", "DEBUG": "0"}
os.environ |= {"PAGE_CACHE": "0", "PIECES": "0"}

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


@contextmanager
def database(suffix: str) -> Iterator[None]:
    """Work in a database of its own, beside the configured one."""
    before = connection.settings_dict["NAME"]
    url = postgres.sibling_url(os.environ["DATABASE_URL"], suffix)
    _connect(url.split("?")[0].rsplit("/", 1)[1])
    yield
    _connect(before)


def _connect(name: str) -> None:
    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name


def quickest(path: str, rounds: int) -> tuple[float, int]:
    """The best of `rounds` in milliseconds, and how many statements one drawing took."""
    client, times = Client(headers={"host": "127.0.0.1"}), []
    with CaptureQueriesContext(connection) as statements:
        assert client.get(path).status_code == 200, path
    asked = len(statements)
    for _ in range(rounds):
        started = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - started)
    return min(times) * 1000, asked
