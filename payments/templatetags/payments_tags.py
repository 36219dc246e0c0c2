"""What other rooms show of the shop: `{% buy_box item %}`; and what receipts are made of."""

import hashlib
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from catalog.models import Item, ItemImage, ItemSet
from payments.models import Copy, Membership, Review
from payments.models.membership_state import Plan
from payments.models.offer import kind_in_words, member_off
from payments.models.review import MOST_STARS
from payments.models.waiting import has_line
from payments.naming import Named, Switch, named
from payments.public_locker import public_page
from payments.words import ordinal, rates_in_words

register = template.Library()
register.filter("rates", rates_in_words)
register.filter("kind_in_words", kind_in_words)
register.filter("ordinal", ordinal)

BAR_WIDTHS = (1, 1, 1, 1.5, 1.5, 2, 3)
BAR_GAPS = (1.5, 2, 2, 2.5, 3, 5)
TICK_WIDTH = 400
LATEST = 4
REVIEWS = 6  # of a piece on its page; the others are one click away


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
    return {"copies": copies[:LATEST], "item": item}


@register.inclusion_tag("payments/_owner_reviews.html")
def owner_reviews(item: Item) -> dict[str, Any]:
    """What owners say of a piece; the same for every visitor."""
    shown = Review.objects.shown().filter(item=item)
    rating = shown.rating()
    return {
        "item": item,
        "rating": rating,
        "reviews": shown.for_page()[:REVIEWS] if rating["count"] else [],
        "more": rating["count"] > REVIEWS,
        "data": rating_data(item, rating),
    }


def rating_data(item: Item, rating: dict[str, Any]) -> dict[str, Any] | None:
    """What search engines are told beside the product itself: the very figures the page shows."""
    if not rating["count"]:
        return None
    return {
        "@type": "Product",
        "@id": f"{settings.SITE_URL}{item.get_absolute_url()}#piece",
        "name": item.name,
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": round(rating["average"], 1),
            "reviewCount": rating["count"],
            "bestRating": MOST_STARS,
            "worstRating": 1,
        },
    }


@register.inclusion_tag("payments/_stars.html")
def stars(count: int) -> dict[str, Any]:
    """One to five of five."""
    places = [{"x": 20 * place, "is_on": place < count} for place in range(MOST_STARS)]
    return {"count": count, "places": places}


@register.simple_tag
def member_name(member: Any, switch: Switch, otherwise: str) -> str:
    """The name of a member whose switch allows it, with a link; other words for everyone else."""
    return _linked(named(member, switch), otherwise)


@register.simple_tag
def member_of(holder: Named, begins: bool = False) -> str:
    """Somebody of a history, by the name they allow; `begins` where a line begins with it."""
    return _linked(holder, "A member" if begins else "a member")


def _linked(member: Named, otherwise: str) -> str:
    return format_html('<a href="{}">{}</a>', member.url, member.name) if member.url else otherwise


@register.inclusion_tag("payments/_public_locker.html", takes_context=True)
def public_locker(context: Context, member: Any) -> dict[str, Any]:
    """What a member shows of their Locker; nothing unless their switch says so."""
    if not member.shows_locker:
        return {}
    return {"member": member, "page": public_page(member, context["request"].GET.get("page"))}


@register.inclusion_tag("payments/_club_terms.html")
def club_terms() -> dict[str, Any]:
    """What members of the Club have."""
    return {"percent": settings.CLUB_DISCOUNT_PERCENT}


@register.inclusion_tag("payments/_member_card.html")
def member_card(user: Any) -> dict[str, Any]:
    """The card of a member, with how long the Club is open to them, and the way to more."""
    way = reverse("payments:membership")
    return {"membership": Membership.objects.of(user), "whose": user, "way": way}


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
        "has_line": shown and has_line(item),
        "offer_hours": settings.WAITING_OFFER_HOURS,
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
    return "The last copies are spoken for" if item.is_offered else "Not on offer"
