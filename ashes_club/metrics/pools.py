"""The connections of this process to the database."""

from django.db import connections
from prometheus_client import Gauge

# What psycopg's pool says of itself, and what it is called here.
STATES = {"pool_max": "most", "pool_size": "open", "pool_available": "idle"}

CONNECTIONS = Gauge(
    "club_pool_connections",
    "Connections to the database: the most there may be, open, and idle.",
    ["database", "state"],
    multiprocess_mode="livesum",
)
WAITING = Gauge(
    "club_pool_waiting",
    "Requests that wait for a connection.",
    ["database"],
    multiprocess_mode="livesum",
)


def note() -> None:
    """Write down how the pools are now; microseconds, and nothing is asked of the database."""
    for connection in connections.all(initialized_only=True):
        pool = connection.pool  # type: ignore[attr-defined]
        if pool is None:
            continue
        said = pool.get_stats()
        for key, state in STATES.items():
            CONNECTIONS.labels(connection.alias, state).set(said.get(key, 0))
        WAITING.labels(connection.alias).set(said.get("requests_waiting", 0))
