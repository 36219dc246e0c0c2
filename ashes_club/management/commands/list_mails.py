from typing import Any

from django.core.management.base import BaseCommand

from ashes_club.mails import table


class Command(BaseCommand):
    help = "Print the table of docs/mails.md: every mail, when it is sent, and to whom."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table())
