"""What is new and what was changed in the reading room, as Atom."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from lore.changes import public_revisions, with_their_pages
from lore.models import PageRevision
from lore.structured import absolute

NEWEST = 50


class ChangeFeed(Feed):
    """An entry for each revision: what its editor says of it, and the page's open standfirst."""

    feed_type = Atom1Feed
    title = "Ashes Club: the record"
    subtitle = "New articles of the reading room, and what was changed in the others."
    feed_copyright = settings.RIGHTS_NOTICE

    def link(self) -> str:
        return absolute(reverse("lore:change_list"))

    def feed_url(self) -> str:
        return absolute(reverse("lore:feed"))

    def items(self) -> list[PageRevision]:
        return list(with_their_pages(public_revisions())[:NEWEST])

    def item_title(self, revision: PageRevision) -> str:
        title = revision.page.title
        return f"{title}: new in the record" if revision.number == 1 else f"{title}: revised"

    def item_description(self, revision: PageRevision) -> str:
        said = f"{revision.public_summary} {revision.page.standfirst}".strip()
        return escape(said)  # Atom has it as HTML

    def item_link(self, revision: PageRevision) -> str:
        return absolute(revision.page.get_absolute_url())

    def item_guid(self, revision: PageRevision) -> str:
        return f"{self.item_link(revision)}revisions/{revision.number}/"

    def item_author_name(self, revision: PageRevision) -> str:
        return revision.author.public_name

    def item_categories(self, revision: PageRevision) -> list[str]:
        return [revision.page.get_kind_display()]

    def item_pubdate(self, revision: PageRevision) -> datetime:
        return revision.published_at or revision.at

    def item_updateddate(self, revision: PageRevision) -> datetime:
        return revision.published_at or revision.at
