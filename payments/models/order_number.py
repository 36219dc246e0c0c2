"""Numbers of orders: easy to read out, and never given twice."""

from django.db import connection
from django.utils import timezone


def next_number() -> tuple[int, str]:
    """The next key of the table and the number made of it: AC-2026-004417."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('payments_order', 'id'))")
        (pk,) = cursor.fetchone()
    return pk, f"AC-{timezone.localdate().year}-{pk:06d}"
