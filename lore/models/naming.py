"""Names are given one after another.

Titles and addresses lie in one table, other names in another, so no constraint can keep two pages
from taking one name in the same moment.
"""

from django.db import connection

BOOK_OF_NAMES = 0x4E414D45  # the advisory lock's name: NAME


def hold_names() -> None:
    """Whoever is about to look whether a name is free waits here for those who are giving one
    now, and holds others off until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOOK_OF_NAMES])
