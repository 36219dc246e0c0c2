"""The worker's health check: without Django, over a connection of its own."""

import pytest
from psycopg.conninfo import make_conninfo

from ashes_club import database, heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed():
    with database.connect(autocommit=True) as own:
        yield own
        own.execute("DELETE FROM procrastinate_workers")


@pytest.mark.parametrize(("ago", "beats"), [("10 seconds", True), ("5 minutes", False)])
def test_worker_is_well_while_one_was_there_within_a_minute(committed, ago, beats):
    committed.execute(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)", [ago]
    )
    assert heartbeat.beats(make_conninfo(**database.parameters())) is beats
