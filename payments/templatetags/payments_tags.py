"""What other rooms show of the shop: `{% buy_box item %}`; and what receipts are made of."""

import hashlib
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from catalog.models import Item, ItemImage, ItemSet
from payments.models import Copy
from payments.models.membership_state import Plan
from payments.models.offer import kind_in_words, member_off

register = template.Library()
register.filter("kind_in_words", kind_in_words)

BAR_WIDTHS = (1, 1, 1, 1.5, 1.5, 2, 3)
BAR_GAPS = (1.5, 2, 2, 2.5, 3, 5)
TICK_WIDTH = 400
LATEST = 4


@register.inclusion_tag("payments/_buy_box.html")
def buy_box(item: Item) -> dict[str, Any]:
    """Price, button and small print; the same for every visitor, and nothing for the Archive."""
    return _offer(item)


@register.inclusion_tag("payments/_buy_bar.html")
def buy_bar(item: Item) -> dict[str, Any]:
    """The same act at the foot of a narrow screen; nothing where there is nothing to buy."""
    return _offer(item)


@register.inclusion_tag("payments/_watch.html")
def watch_box(item: Item) -> dict[str, Any]:
    """The act of watching a piece: the only one there is where it cannot be bought."""
    return {"item": item, "is_quiet": item.is_for_sale}


@register.inclusion_tag("payments/_complete_set.html")
def complete_set(item_set: ItemSet, pieces: list[Item]) -> dict[str, Any]:
    """What of a set can be had, and one button for all of it; the same for every visitor."""
    on_sale = [piece for piece in pieces if piece.is_for_sale]
    return {"set": item_set, "count": len(on_sale), "cents": sum(p.price_cents for p in on_sale)}


@register.inclusion_tag("payments/_latest_numbers.html")
def latest_numbers(item: Item) -> dict[str, Any]:
    """The numbers taken last, and when; by whom is nobody's business. Nothing if none is."""
    copies = Copy.objects.current().filter(item=item).order_by("-acquired_at", "-serial")
    return {"copies": copies[:LATEST], "edition_size": item.edition_size}


@register.inclusion_tag("payments/_club_terms.html")
def club_terms() -> dict[str, Any]:
    """What members of the Club have."""
    return {"percent": settings.CLUB_DISCOUNT_PERCENT}


@register.simple_tag
def club_cents(plan: str) -> int:
    """What the Club costs on this plan, monthly or yearly."""
    return Plan(plan).cents


@register.filter
def picture_at(image: ItemImage, width: int) -> str:
    """The address of a rendition at least this many pixels wide."""
    return image.url_at(width)


@register.filter
def tick(number: str) -> str:
    """The path of a receipt's tick pattern, 400 wide and 30 high, drawn from its number."""
    strokes, at, seed = [], 0.0, _bytes_of(number)
    while at < TICK_WIDTH - 4:
        width = BAR_WIDTHS[next(seed) % len(BAR_WIDTHS)]
        strokes.append(f"M{at:g} 0h{width:g}v30h-{width:g}z")
        at += width + BAR_GAPS[next(seed) % len(BAR_GAPS)]
    return "".join(strokes)


def _bytes_of(number: str):  # type: ignore[no-untyped-def]
    block = number.encode()
    while True:
        block = hashlib.sha256(block).digest()
        yield from block


def _offer(item: Item) -> dict[str, Any]:
    shown = not item.is_archive and item.price_cents is not None
    for_members = shown and item.is_early and item.left != 0
    off = member_off(item) if shown else 0
    return {
        "item": item,
        "shown": shown,
        "refusal": "" if item.is_for_sale or for_members else _refusal(item),
        "for_members": for_members,
        "member_cents": (item.price_cents or 0) - off if off else None,
        "hold_minutes": settings.HOLD_MINUTES,
        "is_before": item.is_opening or item.is_early,
    }


def _refusal(item: Item) -> str:
    """Why the button does nothing, in the few words that fit on it."""
    if item.retired_at is not None:
        return "Retired, no longer sold"
    if item.is_taken:
        return f"All {item.edition_size} taken"
    if item.is_opening or item.is_early:
        moment = date_format(timezone.localtime(item.opens_at), "j F Y, H:i")
        return f"{'Members first, everyone' if item.is_early else 'Opens'} {moment} UTC"
    if item.is_ended:
        return f"Ended {date_format(timezone.localtime(item.ends_at), 'j F Y')}"
    return "The last copies are being paid for" if item.is_offered else "Not on offer"
