"""`{% og_card item %}`: what other sites show where they link to a page."""

from typing import Any
from urllib.parse import urljoin

from django import template
from django.conf import settings

from accounts.models import User
from ashes_club.cards import face_of
from ashes_club.cards.drawing import HEIGHT, WIDTH
from ashes_club.cards.faces import Subject
from ashes_club.cards.lockers import shown_locker
from ashes_club.models import Card
from catalog.models import Item, ItemImage, ItemSet
from lore.ties import open_hero

register = template.Library()
LARGE = 1200


@register.inclusion_tag("components/_og_card.html")
def og_card(subject: Subject) -> dict[str, Any]:
    """The card of a piece, a set, a lore page or a Locker; its picture until the card is drawn."""
    face = face_of(subject)
    card = Card.objects.filter(path=face.path, digest=face.digest).first()
    if card:
        address = _absolute(card.file.url)
        return {"url": address, "width": WIDTH, "height": HEIGHT, "alt": face.alt, "is_card": True}
    image = _image_of(subject)
    return _picture(image) if image else {}


def _image_of(subject: Subject) -> ItemImage | None:
    if isinstance(subject, Item):
        return subject.lead_image
    if isinstance(subject, ItemSet):
        return subject.cover.lead_image
    if isinstance(subject, User):
        best = shown_locker(subject).best
        return best[0].lead_image if best else None
    hero = open_hero(subject)
    return hero.lead_image if hero else None


def _picture(image: ItemImage) -> dict[str, Any]:
    """With the measures of the rendition that stands at the address."""
    wide, high = image.width or 0, image.height or 0
    if wide > LARGE and LARGE in image.widths:
        wide, high = LARGE, max(1, round(high * LARGE / wide))
    address = _absolute(image.url_at(LARGE))
    return {"url": address, "width": wide, "height": high, "alt": image.alt}


def _absolute(address: str) -> str:
    """An object store's address is absolute already."""
    return urljoin(settings.SITE_URL, address)
