"""`manage.py migrate` steps aside for visitors, and says what it waits for."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as djangos
from django.db import connection, migrations, transaction

from ashes_club import database
from ashes_club.management.commands import migrate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch):
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT", "20ms")
    monkeypatch.setattr(migrate, "STATEMENT_TIMEOUT", "60ms")
    monkeypatch.setattr(migrate, "PAUSES", [0.001, 0.001])


@pytest.fixture
def visitor():
    """Reads a table of ours and has not finished."""
    with database.connect() as reader:
        reader.execute("SELECT count(*) FROM accounts_user")
        yield reader
        reader.rollback()


@pytest.fixture
def run(monkeypatch):
    """Migrate as if this statement were what is new; says what was printed."""

    def migrate_by(statement: str, **said_of_itself: str) -> str:
        migration = migrations.Migration("9999_made_up", "accounts")
        vars(migration).update(said_of_itself)

        def handle(self, *args, **options):
            self.verbosity = 0
            self.migration_progress_callback("apply_start", migration)
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)

        monkeypatch.setattr(djangos.Command, "handle", handle)
        said = StringIO()
        call_command("migrate", stderr=said)
        return said.getvalue()

    return migrate_by


CLOSING = "ALTER TABLE accounts_user ADD COLUMN worn integer"


def test_nothing_new_is_done_at_once_and_leaves_no_limit_behind():
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('lock_timeout') || current_setting('statement_timeout')"
        )
        assert cursor.fetchone() == ("00",)


def test_table_in_use_is_tried_again_and_then_changed(run, visitor, monkeypatch):
    monkeypatch.setattr(migrate.time, "sleep", lambda _: visitor.rollback())
    said = run(CLOSING)
    assert said.count("accounts.9999_made_up wants to change: they go first") == 1


def test_table_that_is_never_free_ends_in_a_sentence(run, visitor):
    with pytest.raises(
        CommandError, match=r"accounts\.9999_made_up never had its table for itself"
    ):
        run(CLOSING)


def test_statement_that_takes_long_is_broken_off(run):
    with pytest.raises(CommandError, match="took longer than 60ms, with its table closed"):
        run("SELECT pg_sleep(0.2)")


def test_migration_may_ask_for_more_time(run):
    assert run("SELECT pg_sleep(0.07)", statement_timeout="2s") == ""


def test_migration_without_a_transaction_waits_as_long_as_it_must(run):
    assert run("SELECT pg_sleep(0.07)", atomic=False) == ""


def test_second_one_waits_for_the_first(run, monkeypatch):
    with database.connect(autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [migrate.OUR_LOCK])
        waited = []
        monkeypatch.setattr(
            migrate.time,
            "sleep",
            lambda pause: waited.append(pause) or other.execute("SELECT pg_advisory_unlock_all()"),
        )
        assert run("SELECT 1") == ""
    assert waited == [migrate.ASK_AGAIN]
