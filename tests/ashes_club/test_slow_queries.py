"""Slow statements are logged with their text, and never with a value."""

import logging

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(caplog, monkeypatch):
    caplog.set_level(logging.WARNING, "ashes_club.slow_queries")
    monkeypatch.setitem(connection.settings_dict, "SLOW_QUERY_MS", 0.000_001)
    return lambda: "\n".join(caplog.messages)


def test_statement_that_takes_long_is_logged_without_its_values(said):
    User.objects.filter(email="mira@ashes.example").exists()
    assert "ms: SELECT" in said()
    assert '"accounts_user"."email" = %s' in said()
    assert "mira" not in said()


def test_statement_that_fails_is_logged_too(said):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM\n    no_such_table WHERE word = %s", ["mira"])
    assert "SELECT * FROM no_such_table WHERE word = %s" in said()


def test_quick_statement_is_not_logged(said, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "SLOW_QUERY_MS", 60_000)
    User.objects.exists()
    assert not said()
