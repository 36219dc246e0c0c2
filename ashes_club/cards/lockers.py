"""Lockers that their owners show, as far as their cards need them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from accounts.models import User
from catalog.models import Item
from payments.models import Copy
from payments.models.copy import CopyQuerySet


@dataclass(frozen=True)
class ShownLocker:
    """A member, and the piece of each copy they show."""

    owner: User
    items: list[Item]

    @property
    def best(self) -> list[Item]:
        """Each piece once: the rarest first, those of one rung by name."""
        once = {item.pk: item for item in self.items}
        return sorted(once.values(), key=lambda item: (-item.rung, item.name))


def shown_locker(owner: User) -> ShownLocker:
    """What one member shows; nothing if their switch is off."""
    copies = _with_pictures(Copy.objects.owned_by(owner).shown_in_public())
    return ShownLocker(owner, [copy.item for copy in copies] if owner.shows_locker else [])


def shown_lockers() -> Iterator[ShownLocker]:
    """Every Locker that is shown and has something in it, in a constant number of statements."""
    owners = User.objects.with_page().filter(shows_locker=True)
    shown = Copy.objects.current().shown_in_public().filter(owner__in=owners)
    copies = _with_pictures(shown).select_related("item", "owner").order_by("owner", "pk")
    for owner, theirs in groupby(copies, key=attrgetter("owner")):
        yield ShownLocker(owner, [copy.item for copy in theirs])


def _with_pictures(copies: CopyQuerySet) -> CopyQuerySet:
    return copies.select_related("item").prefetch_related("item__images")
