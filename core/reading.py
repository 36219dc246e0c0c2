"""Where our own statements are read, as Django's routers say: of a replica or the primary."""

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper


def reading() -> BaseDatabaseWrapper:
    """The connection to read by; never for what writes or locks."""
    return connections[router.db_for_read(None)]  # type: ignore[arg-type]
