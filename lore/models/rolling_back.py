from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever is written within is gone afterwards, and with it all that hung on its commit."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
