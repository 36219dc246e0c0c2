"""What may be sold, and what to say where something may not."""

from catalog.models import Item


def kind_in_words(item: Item) -> str:
    """Legendary loading screen."""
    words = f"{item.get_rarity_display()} {item.get_kind_display().lower()}".strip()
    return words[:1].upper() + words[1:]


def price_of(item: Item) -> int:
    """In cents; the database has a price for everything that opens."""
    if item.price_cents is None:
        raise ValueError(f"{item} has no price.")
    return item.price_cents


def why_not_for_sale(item: Item) -> str:
    """A sentence for the buyer; nothing if the item is on sale. Rights are asked once more."""
    if item.is_archive:
        return f"{item.name} is in the record, not for sale."
    if item.uses_epic_ip or item.rights_checked_at is None:
        return f"The rights in {item.name} are not settled, so it is not for sale."
    if item.retired_at is not None:
        return f"{item.name} is retired and no longer sold."
    if not item.is_offered or item.price_cents is None:
        return f"{item.name} has not opened yet."
    return f"All {item.edition_size} of {item.name} are taken." if item.is_taken else ""
