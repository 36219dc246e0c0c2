"""Write the whole wiki to an empty folder, as docs/lore-exchange.md describes it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lore.exchange.leaving import NotEmpty, export_folder


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            done = export_folder(folder, self.stdout.write)
        except NotEmpty as error:
            raise CommandError(str(error)) from error
        for note in done.notes:
            self.stdout.write(note)
        self.stdout.write(f"{done.pages} pages are in {folder}.")
