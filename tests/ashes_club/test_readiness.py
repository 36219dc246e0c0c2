"""/readyz: whether visitors may be sent to this process, and nothing more than that."""

import pytest
from django.test import Client
from django.utils import timezone

from ashes_club import database, readiness

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed():
    """A connection whose changes the probe sees; what a test does is undone by itself."""
    with database.connect(autocommit=True) as own:
        yield own


@pytest.fixture
def worker(committed):
    yield committed.execute(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [timezone.now()]
    )
    committed.execute("DELETE FROM procrastinate_workers")


def test_club_with_database_tables_and_worker_is_ready(client, worker):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready")
    assert "no-store" in answer["Cache-Control"]


def test_absent_worker_is_said_and_closes_nothing(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready; no worker looks after the queue")


def test_missing_migration_makes_it_not_ready(client, committed):
    gone = max(readiness._ours())
    committed.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", gone)
    try:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.content) == (503, b"not ready")
    finally:
        committed.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())", gone
        )
    assert client.get("/readyz").status_code == 200


def test_database_that_is_away_makes_it_not_ready_and_tells_nothing(client, monkeypatch):
    port_of_nobody = {**database.parameters(), "host": "127.0.0.1", "port": 9}
    monkeypatch.setattr(database, "parameters", lambda: port_of_nobody)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready")


def test_probe_opens_no_session_and_asks_nothing_of_the_pool(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/readyz")
    assert not answer.cookies


def test_newer_tables_than_the_code_are_no_reason_to_close(client, committed):
    """As beside a new version that is being rolled out, or after going back to the old one."""
    committed.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('lore', '9999_later', now())"
    )
    try:
        assert client.get("/readyz").status_code == 200
    finally:
        committed.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
