"""Django's `migrate`, in such a way that nobody who visits the club waits for it long.

A change of a table waits until all who use the table have let go, and whoever comes meanwhile
waits behind it. So it gives up after a second, lets the others pass, and tries again. One process
migrates at a time; whoever comes second finds the work done.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from psycopg import errors

LOCK_TIMEOUT = "1s"
# For one statement: it may hold a table closed for as long as it runs.
STATEMENT_TIMEOUT = "30s"
# Seconds between two tries: twelve of them, within a minute.
PAUSES = [0.5, 1, 2, 4, 6, 6, 6, 6, 6, 6, 6]
ASK_AGAIN = 1  # seconds, while another process migrates
OUR_LOCK = 20_260_730  # any number, the same for every process


class Command(migrate.Command):
    """What Django's does, with limits; a migration that is not atomic looks after itself."""

    def handle(self, *args: Any, **options: Any) -> None:
        if options["plan"] or options["check_unapplied"]:
            super().handle(*args, **options)
            return
        self.connection = connections[options["database"]]
        with self._alone():
            try:
                self._try_until_done(*args, **options)
            finally:
                _do(self.connection, "RESET lock_timeout; RESET statement_timeout")

    def migration_progress_callback(
        self, action: str, migration: Migration | None = None, fake: bool = False
    ) -> None:
        if action in {"apply_start", "unapply_start"} and migration:
            self.migration = migration
            # CREATE INDEX CONCURRENTLY waits for others by nature, and nobody waits behind it.
            self._limit(*((LOCK_TIMEOUT, self._patience()) if migration.atomic else ("0", "0")))
        super().migration_progress_callback(action, migration, fake)

    def _try_until_done(self, *args: Any, **options: Any) -> None:
        for pause in [*PAUSES, None]:
            try:
                super().handle(*args, **options)
                return
            except OperationalError as error:
                _refuse_if_hopeless(error, self)
                if pause is None:
                    raise CommandError(self._still_busy()) from error
            self.stderr.write(
                f"\nSomebody holds a table that {self.migration} wants to change: "
                f"they go first, another try in {pause} s."
            )
            time.sleep(pause)

    def _still_busy(self) -> str:
        return (
            f"{self.migration} never had its table for itself. Nothing of it was done. Look for "
            "a long transaction in pg_stat_activity, then migrate again."
        )

    def _patience(self) -> str:
        """A migration may say how long one statement of its own takes: `statement_timeout`."""
        return getattr(self.migration, "statement_timeout", STATEMENT_TIMEOUT)

    def _limit(self, lock: str, statement: str) -> None:
        _do(self.connection, "SELECT set_config('lock_timeout', %s, false)", lock)
        _do(self.connection, "SELECT set_config('statement_timeout', %s, false)", statement)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # Asked again and again: one who waits inside a statement would hold up
        # CREATE INDEX CONCURRENTLY, which waits for every statement begun before it.
        while _do(self.connection, "SELECT pg_try_advisory_lock(%s)", OUR_LOCK) == [(False,)]:
            time.sleep(ASK_AGAIN)
        try:
            yield
        finally:
            _do(self.connection, "SELECT pg_advisory_unlock(%s)", OUR_LOCK)


def _do(connection: BaseDatabaseWrapper, statement: str, *values: str | int) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def _refuse_if_hopeless(error: OperationalError, command: Command) -> None:
    """Return where a later try may go well; CommandError or `error` itself where it will not."""
    if isinstance(error.__cause__, errors.QueryCanceled):
        raise CommandError(
            f"A statement of {command.migration} took longer than {command._patience()}, with its "
            "table closed to visitors. Nothing of it was done."
        ) from error
    if not isinstance(error.__cause__, errors.LockNotAvailable | errors.DeadlockDetected):
        raise error
