"""Cards of the vault, drawn once for what they show and kept in memory.

What a card is drawn from is its key: a changed item, picture or state is another card, so
nothing has to be retired. A page of known cards costs no template.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from catalog.models import Item, ItemImage, ItemSet, Season

KEPT = 5_000  # cards, at about 2 kB
OWN = [
    field.attname for field in Item._meta.concrete_fields if field.name not in {"search", "words"}
]
OF_SET = ["id", "name", "slug"]
OF_SEASON = ["id", "code", "label"]
IMAGE = [field.attname for field in ItemImage._meta.concrete_fields]
NAME = OWN.index("name")
TIMES = [OWN.index(name) for name in ("opens_at", "early_access_hours", "ends_at")]

Facts = tuple[Any, ...]


@dataclass(frozen=True)
class Card:
    """An item as a list shows it. Two cards of the same `key` look the same."""

    pk: int
    name: str
    key: Facts
    _item: Callable[[], Item] = field(compare=False, repr=False)

    @property
    def item(self) -> Item:
        """The item, with what lists say of it."""
        return self._item()

    @property
    def html(self) -> SafeString:
        return _draw(self, "h2", False, False)

    @property
    def lead_html(self) -> SafeString:
        """The card that takes four cells and whose picture loads first."""
        return _draw(self, "h2", True, True)

    @property
    def small_html(self) -> SafeString:
        """The card below a heading of its own."""
        return _draw(self, "h3", False, False)


def draw_card(item: Item, heading: str, lead: bool, eager: bool) -> SafeString:
    """The card of an item that was read with `for_cards` or `for_page`."""
    facts = item.__dict__
    own = tuple(facts.get(name) for name in OWN)
    related = (_values(item.item_set, OF_SET), _values(item.season, OF_SEASON))
    image = _values(item.lead_image, IMAGE, hashable=str)
    key = (
        *own,
        *related,
        image,
        _by_the_clock(item.opens_at, item.early_access_hours, item.ends_at),
    )
    return _draw(Card(item.pk, item.name, key, lambda: item), heading, lead, eager)


def read_cards(items: QuerySet[Item]) -> list[Card]:
    """The cards of `items` in their order; two statements, of which one never changes."""
    return cards_of(list(items.values_list("pk", flat=True)))


def cards_of(numbers: list[int]) -> list[Card]:
    """The cards of the items of these primary keys, in this order."""
    statement, params = _statement()
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} WHERE catalog_item.id = ANY(%s)", [*params, numbers])
        cards = {facts[0]: _card(facts) for facts in cursor.fetchall()}
    return [cards[number] for number in numbers if number in cards]


@cache
def _statement() -> tuple[str, tuple[Any, ...]]:
    """What reads cards, put together by Django once: that takes it longer than the reading."""
    lead = ItemImage.objects.filter(item=OuterRef("pk")).order_by("position", "pk")
    as_text = Cast(JSONObject(**{name: name for name in IMAGE}), TextField())
    columns = [*OWN, *_of("item_set", OF_SET), *_of("season", OF_SEASON)]
    rows = Item.objects.order_by().values_list(*columns, Subquery(lead.values(told=as_text)[:1]))
    return rows.query.sql_with_params()


def _card(facts: Facts) -> Card:
    key = (*facts, _by_the_clock(*(facts[place] for place in TIMES)))
    return Card(facts[0], facts[NAME], key, lambda: _item(facts))


def _by_the_clock(opens_at: datetime | None, early: int, ends_at: datetime | None) -> Facts:
    """Besides its facts a card shows whether the piece has opened, to members, and ended."""
    now = timezone.now()
    early_at = opens_at and opens_at - timedelta(hours=early)
    return tuple(moment is not None and moment <= now for moment in (opens_at, early_at, ends_at))


def _of(relation: str, names: Iterable[str]) -> list[str]:
    return [f"{relation}__{name}" for name in names]


def _values(of: Model | None, names: Iterable[str], hashable: Callable = lambda one: one) -> Facts:
    return tuple(hashable(of.__dict__.get(name)) for name in names) if of else ()


@lru_cache(KEPT)
def _draw(card: Card, heading: str, lead: bool, eager: bool) -> SafeString:
    shown = {"item": card._item(), "heading": heading, "lead": lead, "eager": eager}
    return mark_safe(get_template("catalog/_lot.html").render(shown))  # noqa: S308


def _item(facts: Facts) -> Item:
    """The item that these facts were read from, as far as a card needs it."""
    own, rest = facts[: len(OWN)], facts[len(OWN) :]
    of_set, of_season, image = rest[:3], rest[3:6], rest[6]
    item = Item.from_db("default", OWN, own)
    item.item_set = ItemSet.from_db("default", OF_SET, of_set) if of_set[0] else None
    item.season = Season.from_db("default", OF_SEASON, of_season) if of_season[0] else None
    images = [ItemImage(**json.loads(image))] if image else []
    item._prefetched_objects_cache = {"images": images}  # type: ignore[attr-defined]
    return item
