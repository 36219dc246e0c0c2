"""What search engines are told of an item, in the words of schema.org."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from catalog.models import Availability, Item, ItemSet
from catalog.plain import absolute, state_of

# What schema.org has no true word for, such as an opening to come, is left unsaid.
WORDS = {
    Availability.LEFT: "InStock",
    Availability.TAKEN: "SoldOut",
    Availability.ENDED: "Discontinued",
    Availability.RETIRED: "Discontinued",
}


def item_crumbs(item: Item) -> dict[str, Any]:
    """The way to an item's page, as the page shows it: through its set, or the Archive."""
    vault = reverse("catalog:item_list")
    through = [("Archive", f"{vault}?shelf=archive")] if item.is_archive else []
    if item.item_set and not item.is_archive:
        through = [(item.item_set.name, item.item_set.get_absolute_url())]
    return _crumbs(("Vault", vault), *through, (item.name, item.get_absolute_url()))


def set_crumbs(item_set: ItemSet) -> dict[str, Any]:
    places = [("Vault", reverse("catalog:item_list")), ("Sets", reverse("catalog:set_list"))]
    return _crumbs(*places, (item_set.name, item_set.get_absolute_url()))


def _crumbs(*places: tuple[str, str]) -> dict[str, Any]:
    steps = [
        {"@type": "ListItem", "position": number, "name": name, "item": absolute(path)}
        for number, (name, path) in enumerate(places, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def product(item: Item) -> dict[str, Any] | None:
    """An Original that has a price; a record of the Archive is no product."""
    if item.is_archive or not item.price_cents:
        return None
    url = absolute(item.get_absolute_url())
    facts = {
        "@type": "Product",
        "@id": f"{url}#piece",
        "name": item.name,
        "sku": f"{item.accession:04d}",
        "category": item.get_kind_display(),
        "brand": {"@type": "Brand", "name": settings.SITE_NAME},
        "description": item.description,
        "image": [absolute(image.url_at(1200)) for image in item.images.all()],
        "offers": _offer(item, url),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _offer(item: Item, url: str) -> dict[str, Any]:
    state = state_of(item)
    word = WORDS.get(state) if state else None
    facts = {
        "@type": "Offer",
        "url": url,
        "price": f"{(item.price_cents or 0) / 100:.2f}",
        "priceCurrency": settings.CURRENCY.upper(),
        "availability": f"https://schema.org/{word}" if word else None,
        "availabilityStarts": item.opens_at,
        "availabilityEnds": item.ends_at,
    }
    return {name: fact for name, fact in facts.items() if fact}
