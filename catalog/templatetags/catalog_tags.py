"""How other rooms show items: `{% item_lot item %}` and its like."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from catalog import words
from catalog.cards import draw_card
from catalog.models import Item, ItemImage
from catalog.rail import choice_lines

register = template.Library()

LATELY = 6
register.filter("remaining", words.remaining)
register.filter("standing", words.standing)
register.filter("on_the_clock", words.on_the_clock)
register.filter("kind_words", words.kind_words)
register.filter("in_full", words.in_full)
register.filter("first_sentences", words.first_sentences)
register.filter("record_sentences", words.record_sentences)
register.filter("days_ago", words.days_ago)
register.simple_tag(choice_lines)


@register.simple_tag
def item_lot(
    item: Item, heading: str = "h3", lead: bool = False, eager: bool = False
) -> SafeString:
    """An item in a grid; `lead` takes four cells, `eager` loads its picture first."""
    return draw_card(item, heading, lead, eager)


@register.inclusion_tag("catalog/_picture.html")
def picture(image: ItemImage, sizes: str, eager: bool = False) -> dict:
    """A picture in a plate: AVIF and WebP, its own colour until one is there, its own words."""
    return {"image": image, "sizes": sizes, "eager": eager, "alt": image.alt}


@register.inclusion_tag("catalog/_row.html")
def item_row(item: Item, heading: str = "h3", note: str = "") -> dict:
    """An item as a line of a ledger; `note` is where a search found its words."""
    return {"item": item, "heading": heading, "note": note}


@register.inclusion_tag("catalog/_fuse.html")
def fuse(item: Item, ember: bool = False) -> dict:
    """The edition as a fuse; nothing for open editions. The ember is for one per view."""
    return {
        "shown": bool(item.edition_size) and not item.is_archive,
        "is_out": item.left == 0,
        "gone": f"{item.gone:.1%}",
        "rest": f"{1 - item.gone:.1%}",
        "ember": ember,
    }


@register.inclusion_tag("catalog/_rarity.html")
def rarity(item: Item, named: bool = False) -> dict:
    """Mark and word; `named` gives the word the salt's colour, once per page."""
    return {"item": item, "named": named}


@register.inclusion_tag("catalog/_lately_entered.html")
def lately_entered(besides: Item | None = None, count: int = LATELY) -> dict[str, Any]:
    """The newest Originals `besides` one as a ledger, with the plate that follows the pointer."""
    newest = Item.objects.entered().originals()
    if besides:
        newest = newest.exclude(pk=besides.pk)
    return {"items": newest.for_cards()[:count]}
