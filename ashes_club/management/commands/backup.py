"""Put database and files into one archive in BACKUP_DIR, and keep the newest BACKUP_KEEP.

It is sealed where BACKUP_KEY is set. The club stays open meanwhile.
"""

import time
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ashes_club.backup import work
from ashes_club.backup.errors import BackupError


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options: Any) -> None:
        started = time.monotonic()
        try:
            made = work.make(timezone.now(), self.stdout.write)
        except (BackupError, OSError, psycopg.Error) as error:
            raise CommandError(f"No backup was made: {error}") from error
        self._tell(made, time.monotonic() - started)

    def _tell(self, made: work.Made, took: float) -> None:
        rows, size = sum(made.manifest.rows.values()), made.path.stat().st_size
        number = sum(not name.startswith("database/") for name in made.manifest.digests)
        self.stdout.write(
            f"{made.path}: {len(made.manifest.rows)} tables with {rows:,} rows, {number:,} files, "
            f"{size / 10**6:,.1f} MB, in {took:.0f} s."
        )
        if not settings.BACKUP_KEY:
            self.stdout.write("It is not sealed: anybody who has it can read it. See BACKUP_KEY.")
        for path in made.removed:
            self.stdout.write(f"Removed {path.name}: the newest {settings.BACKUP_KEEP} are kept.")
