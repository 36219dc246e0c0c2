"""The stock of an edition: each verb guards in its UPDATE and says whether it took."""

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.db.models.functions import Least

if TYPE_CHECKING:
    from catalog.models.queries import ItemQuerySet


class Stock:
    """The part of an item that counts copies; `sold + held` never passes the edition's size."""

    pk: Any

    def hold_stock(self, count: int, *, early: bool = False) -> bool:
        """Set `count` copies aside for an order; False if fewer are left or it is not on sale.

        `early`: the buyer may come in the hours before it opens to everyone.
        """
        on_sale = self._items().open_to(members=early).filter(_room_for(count), pk=self.pk)
        return bool(on_sale.update(held=F("held") + count))

    def release_stock(self, count: int) -> bool:
        """Give held copies back: the order ended unpaid."""
        held = self._items().filter(pk=self.pk, held__gte=count)
        return bool(held.update(held=F("held") - count))

    def sell_held_stock(self, count: int) -> bool:
        """Turn held copies into sold ones: the order was paid."""
        held = self._items().filter(pk=self.pk, held__gte=count)
        return bool(held.update(held=F("held") - count, sold=F("sold") + count))

    def sell_stock(self, count: int) -> bool:
        """Count copies as sold that were not held: somebody keeps what they had given back."""
        roomy = self._items().filter(_room_for(count), pk=self.pk)
        return bool(roomy.update(sold=F("sold") + count))

    def take_back_stock(self, serial: int) -> bool:
        """The copy of this number was given back: it can be had again, as the lowest free one."""
        sold = self._items().filter(pk=self.pk, sold__gte=1)
        return bool(sold.update(sold=F("sold") - 1, next_serial=Least("next_serial", serial)))

    def _items(self) -> "ItemQuerySet":
        return type(self)._default_manager.all()  # type: ignore[attr-defined]


def _room_for(count: int) -> Q:
    return Q(edition_size=None) | Q(edition_size__gte=F("sold") + F("held") + count)
