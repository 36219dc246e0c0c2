"""Take in a MediaWiki XML dump as drafts, and write what could not be carried to a report."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lore.exchange.mediawiki.dump import BadDump
from lore.exchange.mediawiki.entering import take_in


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--keeper", required=True, help="The handle of who answers for them.")
        parser.add_argument("--licence", required=True, help="What the other wiki's text is under.")
        parser.add_argument("--report", type=Path, help="Usual: FILE.report.txt beside the dump.")
        parser.add_argument("--dry-run", action="store_true", help="Do it all and take it back.")

    def handle(self, *, file: Path, keeper: str, licence: str, **options: Any) -> None:
        user = get_user_model().objects.filter(handle=keeper).first()
        if user is None:
            raise CommandError(f"There is no keeper “{keeper}”.")
        try:
            with file.open("rb") as dump:
                dry_run = options["dry_run"]
                report = take_in(dump, user, licence, self.stdout.write, dry_run=dry_run)
        except (BadDump, OSError) as error:
            raise CommandError(f"Nothing was written. {error}") from error
        told = options["report"] or file.with_name(f"{file.name}.report.txt")
        told.write_text("\n".join(report.lines()) + "\n", encoding="utf-8")
        for line in report.summary():
            self.stdout.write(line)
        self.stdout.write(f"What could not be carried is in {told}.")
