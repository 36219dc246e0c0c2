"""Take in a folder of lore, all of it or nothing; see docs/lore-exchange.md for its form."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lore.exchange.entering import Terms, import_folder
from lore.exchange.problems import BadFile


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Do it all and take it back.")
        parser.add_argument(
            "--overwrite", action="store_true", help="Renew pages that are newer here, too."
        )

    def handle(self, *, folder: Path, dry_run: bool, overwrite: bool, **options: Any) -> None:
        started = time.monotonic()
        try:
            terms = Terms(overwrite=overwrite)
            report = import_folder(folder, self.stdout.write, dry_run=dry_run, terms=terms)
        except BadFile as error:
            raise CommandError(f"Nothing was written.\n{error}") from error
        for line in report.lines():
            self.stdout.write(line)
        end = "Nothing was written: this was a rehearsal." if dry_run else "Everything is written."
        self.stdout.write(f"{end} ({time.monotonic() - started:.0f} s)")
