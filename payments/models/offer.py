"""What may be sold and to whom, and what to say where something may not."""

from typing import Any

from django.conf import settings
from django.utils.dateformat import format as format_date

from catalog.models import Item
from payments.models.membership import is_member, may_enter_early

MOST_COPIES = 10  # of one piece in one order


def kind_in_words(item: Item) -> str:
    """Legendary loading screen."""
    words = f"{item.get_rarity_display()} {item.get_kind_display().lower()}".strip()
    return words[:1].upper() + words[1:]


def price_of(item: Item) -> int:
    """In cents; the database has a price for everything that opens."""
    if item.price_cents is None:
        raise ValueError(f"{item} has no price.")
    return item.price_cents


def price_for(item: Item, user: Any) -> int:
    """What one copy costs this buyer, in cents: the list price, or what members pay."""
    return price_of(item) - (member_off(item) if is_member(user) else 0)


def member_off(item: Item) -> int:
    """What a member pays less for one copy, in cents. A part of a cent is not taken off."""
    return price_of(item) * settings.CLUB_DISCOUNT_PERCENT // 100


def why_not_for_sale(item: Item, buyer: Any = None) -> str:
    """A sentence for the buyer; nothing if the item is on sale. Rights are asked once more.

    `buyer` is None for a visitor who is not signed in.
    """
    if item.is_archive:
        return f"{item.name} is in the record, not for sale."
    if item.uses_epic_ip or item.rights_checked_at is None:
        return f"The rights in {item.name} are not settled, so it is not for sale."
    if item.retired_at is not None:
        return f"{item.name} is retired and no longer sold."
    return _why_closed(item, buyer)


def _why_closed(item: Item, buyer: Any) -> str:
    if item.is_taken:
        return f"All {item.edition_size} of {item.name} are taken."
    if item.ends_at and item.is_ended:
        return f"The edition of {item.name} ended on {format_date(item.ends_at, 'j F Y')}."
    if item.opens_at and item.is_early and not may_enter_early(buyer):
        moment = format_date(item.opens_at, "j F Y, H:i")
        return f"Members first: {item.name} opens to everyone on {moment} UTC."
    is_open = item.is_offered or item.is_early
    return "" if is_open and item.price_cents else f"{item.name} has not opened yet."


def why_too_many(item: Item, wanted: int, had: int) -> str:
    """A sentence where `wanted` copies on top of `had` are more than a member may have."""
    limit = item.per_member_limit
    if limit is None or had + wanted <= limit:
        return ""
    copies = "copy" if limit == 1 else "copies"
    yours = f"; {had} {'is' if had == 1 else 'are'} yours already" if had else ""
    return f"A member may have {limit} {copies} of {item.name}{yours}."
