"""Draw pages of the record again: those an older renderer drew, one of them, or all."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lore.models import Page
from lore.models.redrawing import redraw
from lore.models.words import PageQuerySet

EVERY = 500  # pages between two lines of progress


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", dest="whole", help="Every page.")
        which.add_argument("--page", metavar="SLUG", help="The page at this address.")
        parser.add_argument(
            "--after", type=int, default=0, metavar="KEY", help="Go on after the page of this key."
        )

    def handle(self, *, whole: bool, page: str | None, after: int, **options: Any) -> None:
        pages = _chosen(whole, page)
        number, started = pages.filter(pk__gt=after).count(), time.monotonic()
        drawn = 0
        try:
            for drawn, after in enumerate(redraw(pages, after), start=1):  # noqa: B020
                if drawn % EVERY == 0:
                    self.stdout.write(f"{drawn:,} of {number:,} pages, up to key {after}")
        except KeyboardInterrupt:
            raise CommandError(
                f"Stopped after {drawn:,} of {number:,} pages. What is drawn stays; "
                f"--after {after} goes on from there."
            ) from None
        took = time.monotonic() - started
        self.stdout.write(f"Record: {drawn:,} of {number:,} pages drawn in {took:.0f} s.")


def _chosen(whole: bool, slug: str | None) -> PageQuerySet:
    if slug is None:
        return Page.objects.all() if whole else Page.objects.outdated()
    pages = Page.objects.filter(slug=slug)
    if not pages:
        raise CommandError(f"No page has the address “{slug}”.")
    return pages
