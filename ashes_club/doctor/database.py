"""The database: does it answer, how old is it, and does its clock agree with ours?"""

import time
from collections.abc import Iterator

import psycopg

from ashes_club.database import connect
from ashes_club.doctor.finding import Finding, fault, fine, look

PATIENCE = 5  # seconds
OLDEST = 14  # PostgreSQL; Django 5.2 asks for no younger one
SKEW_SEEN, SKEW_HURTS = 2.0, 30.0  # seconds; codes of telephones change every half minute


def check() -> Iterator[Finding]:
    try:
        with connect(connect_timeout=PATIENCE) as connection:
            yield _version(connection)
            yield judge_skew(_skew(connection))
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        yield fault(f"No answer: {said}", "Start PostgreSQL, or correct DATABASE_URL.")


def _version(connection: psycopg.Connection) -> Finding:
    number = connection.info.server_version
    said = f"PostgreSQL {number // 10_000}.{number % 10_000} answers."
    if number // 10_000 < OLDEST:
        return fault(said, f"Upgrade it to {OLDEST} or later.")
    return fine(said)


def _skew(connection: psycopg.Connection) -> float:
    """Seconds by which the database's clock is ahead of this machine's."""
    before = time.time()
    row = connection.execute("SELECT extract(epoch FROM clock_timestamp())").fetchone()
    middle = (before + time.time()) / 2
    return float(row[0]) - middle if row else 0.0


def judge_skew(skew: float) -> Finding:
    said = f"Its clock and this machine's are {abs(skew):.1f} s apart."
    if abs(skew) < SKEW_SEEN:
        return fine(said)
    to_do = "Run an NTP service on both machines: holds, openings and codes go by the clock."
    return (fault if abs(skew) >= SKEW_HURTS else look)(said, to_do)
