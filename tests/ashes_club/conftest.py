"""What tests of the house may ask for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from ashes_club.metrics import figures


@pytest.fixture
def asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What another test read is not known here, and a test's own rows are seen."""

    @contextmanager
    def own(**more: Any) -> Iterator[Any]:
        connection.ensure_connection()
        yield connection.connection

    monkeypatch.setattr(figures, "connect", own)
    monkeypatch.setattr(figures, "SHORTEST", 0.0)
    monkeypatch.setattr(figures, "SHARE", 0)
