"""What the catalogue says of an item, composed from its facts and from nothing else."""

from datetime import datetime

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.models import Item


def in_full(moment: datetime) -> str:
    """12 December 2026, 18:00 UTC."""
    return format_date(moment, "j F Y, H:i") + " UTC"


def in_short(moment: datetime) -> str:
    """12 Dec, 18:00 UTC."""
    return format_date(moment, "j M, H:i") + " UTC"


def on_the_clock(moment: datetime, style: str = "full") -> SafeString:
    """A time of the server's clock; a script adds the visitor's own where it differs."""
    shown = in_short(moment) if style == "short" else in_full(moment)
    iso = moment.isoformat(timespec="minutes")
    return format_html('<time datetime="{}" data-local>{}</time>', iso, shown)


def remaining(item: Item) -> str:
    """The words beside the price: what is left, or why nothing can be had."""
    if item.is_archive:
        return "In the record, not for sale"
    if item.retired_at:
        return "Retired"
    if item.opens_at and (item.is_opening or item.is_early):
        return f"{_who_comes(item)} {in_short(item.opens_at)}"
    if item.is_taken:
        return f"All {intcomma(item.edition_size)} taken"
    if item.ends_at and item.is_ended:
        return f"Ended {format_date(item.ends_at, 'j M Y')}"
    return _left(item) if item.is_offered else "Not on offer"


def standing(item: Item) -> str:
    """The same words for a page, where a time can be read by machines."""
    if item.opens_at and (item.is_opening or item.is_early):
        return format_html("{} {}", _who_comes(item), on_the_clock(item.opens_at, "short"))
    return remaining(item)


def _who_comes(item: Item) -> str:
    return "Members first, everyone" if item.is_early else "Opens"


def _left(item: Item) -> str:
    if item.left is None:
        return "Open edition"
    if item.left == 0:
        return "The last are spoken for"
    return f"{intcomma(item.left)} of {intcomma(item.edition_size)} left"


def kind_words(item: Item) -> str:
    """Legendary loading screen; Outfit where the rarity is unknown."""
    kind = item.get_kind_display()
    return f"{item.get_rarity_display()} {kind.lower()}" if item.rarity else kind


def first_sentences(text: str) -> str:
    """The first two sentences of a description, for where there is room for no more."""
    sentences = text.split(". ", 2)[:2]
    return ". ".join(sentences).rstrip(".") + "."


def record_sentences(item: Item) -> list[str]:
    """An Archive record as prose; a fact that is unknown is said to be so."""
    return [_what(item), _introduced(item), _last_seen(item)]


def _what(item: Item) -> str:
    words = kind_words(item)
    words = words if item.rarity else words.lower()
    series = f" of the {item.series}" if item.series else ""
    game_set = f", from the set {item.game_set}" if item.game_set else ""
    article = "an" if words[0].lower() in "aeiou" else "a"
    return f"{item.name} is {article} {words}{series}{game_set}."


def _introduced(item: Item) -> str:
    if item.season:
        return f"It came with {item.season.label}."
    return "When it came to the game is unknown."


def _last_seen(item: Item) -> str:
    if item.never_in_shop:
        return "It has never been in the game's shop."
    if not item.last_seen_on:
        return "When it was last in the game's shop is unknown."
    day = format_date(item.last_seen_on, "j F Y")
    return f"It was last seen in the game's shop on {day}, {days_ago(item)}."


def days_ago(item: Item) -> str:
    """A day ago, 340 days ago; empty where nobody has seen it."""
    days = item.days_since_seen
    if days is None:
        return ""
    if days < 1:
        return "today"
    return "a day ago" if days == 1 else f"{intcomma(days)} days ago"
