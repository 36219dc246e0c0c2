"""A visitor's wishlist: in the database for members, in the session until somebody signs in."""

from typing import Any

from django.http import HttpRequest

from accounts.models import MailKind
from catalog.models import Item
from payments.models import Wish

SESSION_KEY = "wishes"
MOST_IN_SESSION = 50


class Wishlist:
    def __init__(self, request: HttpRequest) -> None:
        self.session = request.session
        self.owner: Any = request.user if request.user.is_authenticated else None

    def add(self, item: Item) -> bool:
        """Watch the item; False if nothing changed."""
        if self.owner:
            return Wish.make(self.owner, item)
        known = self._in_session()
        if item.pk in known or len(known) >= MOST_IN_SESSION:
            return False
        self.session[SESSION_KEY] = [*known, item.pk]
        return True

    def remove(self, item: Item) -> bool:
        """Watch it no longer; False if it was not watched."""
        if self.owner:
            return bool(Wish.objects.of(self.owner).filter(item=item).delete()[0])
        known = self._in_session()
        self.session[SESSION_KEY] = [pk for pk in known if pk != item.pk]
        return item.pk in known

    def items(self) -> list[Item]:
        """What is watched, the newest wish first, with what a row shows."""
        if self.owner:
            wanted = list(Wish.objects.of(self.owner).values_list("item", flat=True))
        else:
            wanted = self._in_session()[::-1]
        shown = Item.objects.entered().for_cards().in_bulk(wanted)
        return [shown[pk] for pk in wanted if pk in shown]

    def holds(self, item: Item) -> bool:
        if self.owner:
            return Wish.objects.of(self.owner).filter(item=item).exists()
        return item.pk in self._in_session()

    @property
    def has_letters_stopped(self) -> bool:
        return bool(self.owner) and not self.owner.wants(MailKind.WISHES)

    def merge_from_session(self) -> list[str]:
        """Take over what was watched before signing in; names what is new to the list."""
        if not self.owner or SESSION_KEY not in self.session:
            return []
        known = Item.objects.entered().in_bulk(self._in_session())
        earlier = [known[pk] for pk in self._in_session() if pk in known]
        added = [item.name for item in earlier if Wish.make(self.owner, item)]
        del self.session[SESSION_KEY]
        return added

    def _in_session(self) -> list[int]:
        return self.session.get(SESSION_KEY, [])
