"""Why an action cannot be done to an item, as a sentence; None where it can."""

from collections.abc import Sequence

from django.utils import timezone

from catalog.models import Item
from catalog.models.item import LARGEST_EDITION

OF_THE_ARCHIVE = "Archive records are never for sale."


def not_on_sale(item: Item) -> str | None:
    """Each clause twins one of ItemQuerySet.ready_for_sale."""
    reasons = [
        (item.is_archive, OF_THE_ARCHIVE),
        (item.retired_at, "Retired pieces do not come back."),
        (item.opens_at and item.opens_at <= timezone.now(), "Opened already."),
        (item.ends_at and item.ends_at <= timezone.now(), "Its end has passed."),
        (item.price_cents is None, "No price."),
        (item.uses_epic_ip, "Uses material of Epic Games."),
        (item.rights_checked_at is None, "The rights check is missing."),
        (item.entered_on is None, "Not entered yet: it has no date of entry."),
    ]
    return _first(reasons)


def not_retired(item: Item) -> str | None:
    return _first([(item.is_archive, OF_THE_ARCHIVE), (item.retired_at, "Retired already.")])


def not_restocked(item: Item) -> str | None:
    size = item.edition_size
    reasons = [
        (item.is_archive, OF_THE_ARCHIVE),
        (item.retired_at, "Retired pieces do not come back."),
        (size is None, "Open editions never run out."),
        (size and size >= LARGEST_EDITION, "The edition is as large as one can be."),
    ]
    return _first(reasons)


def _first(reasons: Sequence[tuple[object, str]]) -> str | None:
    return next((sentence for applies, sentence in reasons if applies), None)
