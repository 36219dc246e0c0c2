"""Bring back what `manage.py backup` put into an archive. Close web and worker first.

The whole archive is read and compared with its checksums before anything is touched.
"""

import time
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ashes_club.backup import work
from ashes_club.backup.errors import BackupError


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = []  # an empty database has none of the tables they may ask

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument("--replace", action="store_true", help="throw away what is there")
        parser.add_argument("--verify", action="store_true", help="only read it; touch nothing")

    def handle(self, *, archive: Path, replace: bool, verify: bool, **options: Any) -> None:
        started = time.monotonic()
        try:
            if verify:
                manifest = work.verify(archive, self.stdout.write)
            else:
                manifest = work.restore(archive, replace=replace, tell=self.stdout.write)
        except (BackupError, OSError, psycopg.Error) as error:
            raise CommandError(str(error)) from error
        done = "is whole" if verify else "is brought back"
        rows, took = sum(manifest.rows.values()), time.monotonic() - started
        self.stdout.write(
            f"The archive of {manifest.made_at[:16]} UTC {done}: "
            f"{len(manifest.rows)} tables with {rows:,} rows, in {took:.0f} s."
        )
