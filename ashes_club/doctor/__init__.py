"""`manage.py doctor`: what an operator would look at, one module for each kind of thing.

A check is a function that yields Findings. It looks at what is really there: it connects, writes
a file and reads it back, asks Stripe. It changes nothing that stays.
"""

from collections.abc import Callable, Iterator

from django.db import DatabaseError

from ashes_club.doctor import (
    caches,
    database,
    disk,
    mail,
    migrations,
    people,
    queue,
    secrets,
    storage,
    stripe,
)
from ashes_club.doctor.finding import Finding, State, fault, look

__all__ = ["CHECKS", "Finding", "State", "examine"]

Check = Callable[[], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "database": database.check,
    "migrations": migrations.check,
    "queue": queue.check,
    "people": people.check,
    "cache": caches.check,
    "mail": mail.check,
    "storage": storage.check,
    "disk": disk.check,
    "secrets": secrets.check,
    "stripe": stripe.check,
}
# Stripe too: the gateway makes sure that it is not called inside a transaction.
ASK_THE_DATABASE = {"migrations", "queue", "people", "stripe"}


def examine() -> Iterator[tuple[str, Finding]]:
    """Each kind of thing with what was found; one finding at least for every kind."""
    is_away = False
    for kind, check in CHECKS.items():
        if is_away and kind in ASK_THE_DATABASE:
            yield kind, look("Not looked at: the database is away.", "See above.")
            continue
        for finding in _findings(check):
            is_away = is_away or (kind == "database" and finding.state is State.FAULT)
            yield kind, finding


def _findings(check: Check) -> Iterator[Finding]:
    try:
        yield from check()
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0]
        yield fault(f"The database refuses: {said}", "See the findings about it and its tables.")
