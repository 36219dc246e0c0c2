"""Items as plain data, for machines: what their pages show, and no more.

Times are ISO 8601 with their offset, money is in cents, addresses are absolute, and what is
unknown is null.
"""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from catalog import words
from catalog.models import Availability, Item, ItemImage
from catalog.selection import Selection

TWINS = {
    Availability.LEFT: "is_for_sale",
    Availability.EARLY: "is_early",
    Availability.OPENING: "is_opening",
    Availability.TAKEN: "is_taken",
    Availability.ENDED: "is_ended",
    Availability.RETIRED: "is_retired",
}


def absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)


def state_of(item: Item) -> Availability | None:
    """The one state an item is in; None for records and while its last copies are held."""
    return next((state for state, twin in TWINS.items() if getattr(item, twin)), None)


def selection_data(selection: Selection) -> dict[str, Any]:
    """A page of the vault; `notes` say what of the address could not be read."""
    leaf, name = selection.leaf, "catalog:item_list_json"
    return {
        "url": absolute(selection.json_url),
        "html_url": absolute(selection.url),
        "total": selection.counts.total,
        "page": leaf.number,
        "pages": leaf.last,
        "previous": absolute(selection.page_url(leaf.previous, name)) if leaf.previous else None,
        "next": absolute(selection.page_url(leaf.next, name)) if leaf.next else None,
        "sort": selection.sort,
        "notes": selection.notes,
        "items": [item_data(card.item) for card in selection.items],
    }


def item_data(item: Item) -> dict[str, Any]:
    """What a list says of an item: the facts of its shelf among those of every item."""
    facts = _record_facts(item) if item.is_archive else _piece_facts(item)
    return {
        "slug": item.slug,
        "url": absolute(reverse("catalog:item_detail_json", args=[item.slug])),
        "html_url": absolute(item.get_absolute_url()),
        "shelf": item.shelf,
        "accession": item.accession,
        "name": item.name,
        "kind": item.kind,
        "rarity": item.rarity or None,
        "theme": item.theme or None,
        "entered_on": item.entered_on,
        "standing": words.remaining(item),
        "images": [_image_data(image) for image in item.images.all()],
        **facts,
    }


def whole_item_data(item: Item) -> dict[str, Any]:
    """What the page of an item says: the list's facts, the description and the provenance."""
    provenance = {
        "artist": item.artist or None,
        "year": item.year,
        "licence": item.licence or None,
        "originality": item.originality or None,
        "uses_epic_ip": item.uses_epic_ip,
        "rights_checked_at": item.rights_checked_at,
    }
    shown = ("label", "format", "size", "width", "height", "version")
    files = [{name: getattr(file, name) for name in shown} for file in item.files.all()]
    more = {} if item.is_archive else {"provenance": provenance, "files": files}
    return {**item_data(item), "description": item.description or None, **more}


def _piece_facts(item: Item) -> dict[str, Any]:
    price = {"cents": item.price_cents, "currency": settings.CURRENCY}
    return {
        "set": _set_data(item),
        "state": state_of(item),
        "price": price if item.price_cents else None,
        "edition_size": item.edition_size,
        "left": item.left,
        "per_member_limit": item.per_member_limit,
        "opens_at": item.opens_at,
        "early_access_hours": item.early_access_hours,
        "ends_at": item.ends_at,
        "retired_at": item.retired_at,
    }


def _record_facts(item: Item) -> dict[str, Any]:
    season = {"code": item.season.code, "label": item.season.label} if item.season else None
    return {
        "series": item.series or None,
        "game_set": item.game_set or None,
        "season": season,
        "last_seen_on": item.last_seen_on,
        "never_in_shop": item.never_in_shop,
    }


def _set_data(item: Item) -> dict[str, str] | None:
    if item.item_set is None:
        return None
    own = item.item_set
    return {"slug": own.slug, "name": own.name, "html_url": absolute(own.get_absolute_url())}


def _image_data(image: ItemImage) -> dict[str, Any]:
    return {
        "url": absolute(image.url_at(1200)),
        "width": image.width,
        "height": image.height,
        "alt": image.alt,
        "credit": image.credit or None,
    }
