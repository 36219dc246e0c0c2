"""Numbers of the book: one after the other, whoever enters something at the same moment."""

from django.db import connection
from django.db.models import Max

from catalog.models import Item

BOOK = 0x41534845  # the advisory lock's name: ASHE


def lock_book() -> None:
    """Keep the next number to ourselves until the transaction ends. Readers and tills go on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BOOK])


def next_accession() -> int:
    last = Item.objects.aggregate(last=Max("accession"))["last"] or 0
    return last + 1
