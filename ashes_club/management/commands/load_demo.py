"""Fill the club with its demo content; loading it twice changes nothing."""

import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts import demo as people
from catalog import demo as pieces
from catalog.models import Item
from lore import demo as record
from payments import demo as copies


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only-if-empty", action="store_true")

    def handle(self, *, only_if_empty: bool, **options: Any) -> None:
        if only_if_empty and Item.objects.exists():
            return
        started = time.monotonic()
        loads: list[tuple[str, Callable[[Callable[[str], None]], None]]] = [
            ("people", people.load),
            ("pieces", pieces.load),
            ("record", record.load),
            ("copies", copies.load),
        ]
        for name, load in loads:
            self.stdout.write(f"Demo content: {name}")
            load(lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write(f"Demo content is in place after {time.monotonic() - started:.0f} s.")
