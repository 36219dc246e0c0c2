"""One PostgreSQL, one behind a PgBouncer, or one with a replica: as the environment says."""

import os

import pytest
from django.db import connections

from ashes_club import postgres
from ashes_club.database import parameters
from ashes_club.env import Environment

POOLED, OWN = "postgresql://club@pgbouncer:6432/club", "postgresql://club@db/club"
REPLICA = "postgresql://club@replica/club"


@pytest.fixture
def databases(monkeypatch):
    """Django's settings for these addresses."""

    def read(**given: str) -> dict:
        for name in ("DATABASE_URL", "DATABASE_DIRECT_URL", "DATABASE_REPLICA_URL"):
            monkeypatch.setenv(name, given.get(name, ""))
        return Environment().databases("DATABASE_URL")

    return read


def test_one_address_is_for_everything(databases):
    known = databases(DATABASE_URL=OWN)
    assert set(known) == {"default"}
    assert known["default"]["OPTIONS"]["prepare_threshold"] == 2


def test_behind_a_pgbouncer_nothing_outlives_a_transaction(databases):
    known = databases(DATABASE_URL=POOLED, DATABASE_DIRECT_URL=OWN)
    assert known["default"]["OPTIONS"]["prepare_threshold"] is None
    assert known["default"]["DISABLE_SERVER_SIDE_CURSORS"]
    assert (known["default"]["HOST"], known["direct"]["HOST"]) == ("pgbouncer", "db")


def test_commands_go_round_the_pgbouncer(databases, monkeypatch):
    databases(DATABASE_URL=POOLED, DATABASE_DIRECT_URL=OWN)
    postgres.use_direct_address()
    assert os.environ["DATABASE_URL"] == OWN
    assert set(Environment().databases("DATABASE_URL")) == {"default"}


def test_replica_is_not_waited_for(databases):
    known = databases(DATABASE_URL=OWN, DATABASE_REPLICA_URL=REPLICA)
    assert known["replica"]["HOST"] == "replica"
    assert known["replica"]["OPTIONS"]["pool"]["timeout"] == 1


def test_own_connections_take_what_psycopg_knows(db):
    assert parameters()["dbname"] == connections["default"].settings_dict["NAME"]
    assert "pool" not in parameters()
