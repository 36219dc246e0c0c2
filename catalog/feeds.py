"""What has opened and what will, as Atom."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from catalog import words
from catalog.models import Item
from catalog.plain import absolute

NEWEST = 50


class OpeningFeed(Feed):
    """An entry when a piece is entered with its opening, renewed when it opens."""

    feed_type = Atom1Feed
    title = "Ashes Club: openings"
    subtitle = "When the pieces of the club open. Times are UTC."
    author_name = settings.SITE_NAME
    feed_copyright = settings.RIGHTS_NOTICE

    def link(self) -> str:
        return absolute(str(reverse_lazy("catalog:item_list")))

    def feed_url(self) -> str:
        return absolute(str(reverse_lazy("catalog:opening_feed")))

    def items(self) -> list[Item]:
        announced = (
            Item.objects.entered().originals().filter(opens_at__isnull=False, retired_at=None)
        )
        return list(announced.for_cards().order_by("-opens_at", "-accession")[:NEWEST])

    def item_title(self, item: Item) -> str:
        verb = "opens" if item.is_opening or item.is_early else "opened"
        return f"{item.name} {verb} {words.in_full(item.opens_at)}" if item.opens_at else item.name

    def item_description(self, item: Item) -> str:
        edition = f"an edition of {item.edition_size:,}" if item.edition_size else "an open edition"
        said = f" {words.first_sentences(item.description)}" if item.description else ""
        return escape(f"{words.kind_words(item)}, {edition}.{said}")  # Atom has it as HTML

    def item_link(self, item: Item) -> str:
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Item) -> str:
        """An opening that is moved is another opening."""
        return f"{self.item_link(item)}#opens-{item.opens_at:%Y%m%dT%H%M}"

    def item_pubdate(self, item: Item) -> datetime:
        return datetime.combine(item.entered_on or timezone.localdate(), time(), UTC)

    def item_updateddate(self, item: Item) -> datetime:
        """Never a time to come: until it opens, an entry is as old as the piece in the book."""
        entered = self.item_pubdate(item)
        if item.opens_at is None or item.opens_at > timezone.now():
            return entered
        return max(item.opens_at, entered)
