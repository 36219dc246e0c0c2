"""Exit code 0 where a worker said within the last minute that it is there; for health checks.

Without Django: it is asked twice a minute, and must cost next to nothing.
"""

import os
import sys

import psycopg

PATIENCE = 5  # seconds
BEATS = "SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute'"


def beats(url: str) -> bool:
    """Whether the queue in this database is looked after; psycopg.Error where it is away."""
    with psycopg.connect(url, connect_timeout=PATIENCE) as connection:
        return connection.execute(BEATS).rowcount > 0


if __name__ == "__main__":
    database = os.environ.get("DATABASE_DIRECT_URL") or os.environ["DATABASE_URL"]
    sys.exit(0 if beats(database) else "No worker was there in the last minute.")
