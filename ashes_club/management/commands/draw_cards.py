"""Draw the card of every page that has none for what it says now; retire the others."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from ashes_club import cards


class Command(BaseCommand):
    help = __doc__

    def handle(self, *, verbosity: int, **options: Any) -> None:
        started = time.monotonic()
        tell = self.stdout.write if verbosity > 1 else None
        drawn, gone = cards.draw_missing(progress=tell), cards.retire()
        took = time.monotonic() - started
        self.stdout.write(f"Cards: {drawn} drawn, {gone} retired, in {took:.0f} s.")
