"""What stands on a card. Two faces that say the same are the same card.

A face holds words and the address of a picture in storage, nothing that changes by itself: no
stock, no price. Of a lore page it takes what the open page says at its head and nothing else.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.conf import settings

from accounts.models import User
from ashes_club.cards.lockers import ShownLocker, shown_locker, shown_lockers
from catalog.models import Item, ItemImage, ItemSet
from catalog.neighbours import sets_shown
from lore.models import Page
from lore.ties import open_hero

DESIGN = 1  # count up when cards are drawn otherwise: every card is then drawn anew
AMONG = 4  # pieces of a Locker that are named
STORY = 200  # characters of a story that fit

Subject = Item | ItemSet | Page | User


@dataclass(frozen=True)
class Face:
    """The words and the picture of one card."""

    path: str
    room: str  # vault or paper
    title: str
    kind: str
    words: str = ""
    tab: str = ""
    rarity: str = ""
    picture: str = ""  # its name in the storage; empty for none
    keyline: str = ""  # night, or day where the art is pale; empty for none

    @property
    def digest(self) -> str:
        """The same for the same words, picture, notice and design; 16 hexadecimal digits."""
        said = json.dumps([DESIGN, settings.RIGHTS_NOTICE, asdict(self)])
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()

    @property
    def alt(self) -> str:
        """The card in words, for those who do not see it."""
        return f"{self.title}. {self.kind}."


def face_of(subject: Subject) -> Face:
    """The face of a piece, a record, a set with its `entered_pieces`, a lore page or a Locker."""
    if isinstance(subject, Item):
        return _item(subject)
    if isinstance(subject, User):
        return _locker(shown_locker(subject))
    return _set(subject) if isinstance(subject, ItemSet) else _page(subject)


def all_faces() -> Iterator[Face]:
    """The face of everything that gets a card.

    Archive records show their plate instead: of a full list, cards would be a gigabyte.
    """
    yield from map(_item, Item.objects.entered().originals().for_cards())
    yield from map(_set, sets_shown())
    pages = (
        Page.objects.published()
        .select_related("season", "hero__season")
        .prefetch_related("hero__images")
    )
    yield from map(_page, pages.defer("body", "html", "text", "vector"))
    yield from map(_locker, shown_lockers())


def _item(item: Item) -> Face:
    kind = f"{item.get_rarity_display()} {item.get_kind_display().lower()}".strip().capitalize()
    if item.is_archive:
        words, tab, keyline = "In the record, not for sale.", f"Archive {item.accession:04d}", ""
    else:
        words, tab, keyline = _edition(item), f"{item.accession:04d}", _keyline(item)
    return Face(
        path=item.get_absolute_url(),
        room="vault",
        title=item.name,
        kind=kind,
        words=words,
        tab=tab,
        rarity=item.rarity,
        picture=_picture(item.lead_image),
        keyline=keyline,
    )


def _set(item_set: ItemSet) -> Face:
    count = len(item_set.entered_pieces)
    return Face(
        path=item_set.get_absolute_url(),
        room="vault",
        title=item_set.name,
        kind=f"A set of {count} pieces" if count > 1 else "A set with one piece",
        words=_shortened(item_set.story),
        picture=_picture(item_set.cover.lead_image),
    )


def _page(page: Page) -> Face:
    hero = open_hero(page)
    return Face(
        path=page.get_absolute_url(),
        room="paper",
        title=page.title,
        kind=f"{page.get_kind_display()}, from the lore",
        words=_shortened(page.standfirst),
        picture=_picture(hero.lead_image) if hero else "",
    )


def _locker(locker: ShownLocker) -> Face:
    """Of what changes by itself it says nothing: what is on the card changes with the Locker."""
    count = len(locker.items)
    best = locker.best
    return Face(
        path=locker.owner.get_absolute_url(),
        room="vault",
        title=locker.owner.handle,
        kind=f"A Locker of {count} pieces" if count != 1 else "A Locker with one piece",
        words=_among([item.name for item in best[:AMONG]]) if best else "",
        picture=_picture(best[0].lead_image) if best else "",
    )


def _among(names: list[str]) -> str:
    return f"Among them {', '.join(names)}." if len(names) > 1 else f"It is {names[0]}."


def _edition(item: Item) -> str:
    edition = f"An edition of {item.edition_size:,}." if item.edition_size else "An open edition."
    return f"From {item.item_set.name}. {edition}" if item.item_set else edition


def _keyline(item: Item) -> str:
    if not item.rarity or item.lead_image is None:
        return ""
    return "day" if item.lead_image.is_pale else "night"


def _picture(image: ItemImage | None) -> str:
    return str(image.file.name) if image else ""


def _shortened(story: str) -> str:
    """As many words as fit, with an ellipsis where some are left out."""
    text = " ".join(story.split())
    return text if len(text) <= STORY else text[:STORY].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
