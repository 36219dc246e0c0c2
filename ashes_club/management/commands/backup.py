"""Put database and files into one archive in BACKUP_DIR, and keep the newest BACKUP_KEEP.

It is sealed where BACKUP_KEY is set. The club stays open meanwhile.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ashes_club.backup import work
from ashes_club.backup.errors import BackupError

SOON = timedelta(hours=1)  # after a backup that failed


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every-night-at",
            metavar="HH:MM",
            help="Stay, and make one each night at this time of the club (UTC).",
        )

    def handle(self, *, every_night_at: str | None = None, **options: Any) -> None:
        if every_night_at is None:
            self._make()
            return
        for due in self._nights(every_night_at):
            time.sleep(max(0.0, (due - timezone.now()).total_seconds()))
            self._make_or_tell()

    def _nights(self, at: str) -> Iterator[datetime]:
        """When the next one is due, as often as it is asked; sooner after one that failed."""
        self.has_failed = False
        try:
            hour, minute = (int(part) for part in at.split(":"))
            timezone.now().replace(hour=hour, minute=minute)
        except ValueError as error:
            raise CommandError(f"A time of day is like 03:17, not {at!r}.") from error
        while True:
            yield timezone.now() + SOON if self.has_failed else next_at(hour, minute)

    def _make_or_tell(self) -> None:
        """A night that failed is said, and does not end what waits for the next."""
        try:
            self._make()
            self.has_failed = False
        except CommandError as error:
            self.stderr.write(str(error))
            self.has_failed = True

    def _make(self) -> None:
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


def next_at(hour: int, minute: int) -> datetime:
    """The next moment at which the club's clock shows this time."""
    now = timezone.now()
    today = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
