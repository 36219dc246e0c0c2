"""Cards of the vault, drawn once for each version of what they show, and kept in memory.

PostgreSQL knows the version of a row: where it lies, and which transaction wrote it there. A
changed item, picture or set is another card, so nothing has to be retired, and a page of known
cards reads versions and nothing else.
"""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from catalog.models import Item
from catalog.statements import planned_rows

KEPT = 5_000  # cards, at about 2 kB
# Besides its rows a card shows whether its piece has opened to members of the Club and to
# everyone, and whether it has ended.
VERSIONS = """
SELECT item.id, item.name,
       (item.id, item.ctid, item.xmin, its_set.ctid, its_set.xmin, season.ctid, season.xmin,
        picture.ctid, picture.xmin,
        item.opens_at <= %(now)s + item.early_access_hours * interval '1 hour',
        item.opens_at <= %(now)s, item.ends_at <= %(now)s)::text
FROM catalog_item AS item
LEFT JOIN catalog_itemset AS its_set ON its_set.id = item.item_set_id
LEFT JOIN catalog_season AS season ON season.id = item.season_id
LEFT JOIN LATERAL (
    SELECT ctid, xmin FROM catalog_itemimage WHERE item_id = item.id ORDER BY position, id LIMIT 1
) AS picture ON true
WHERE {which}
"""
OF_NUMBERS = VERSIONS.format(which="item.id = ANY(%(numbers)s)")
OF_SLUG = VERSIONS.format(which="item.slug = %(slug)s AND item.entered_on <= %(today)s")
_kept: dict[str, SafeString] = {}


class Card(NamedTuple):
    """An item as a list shows it. Two cards of one version look the same."""

    pk: int
    name: str
    version: str
    read: Callable[[], dict[int, Item]]  # the item itself, with those it was asked for with

    @property
    def html(self) -> SafeString:
        return _keep(self, "h2", False, False)

    @property
    def lead_html(self) -> SafeString:
        """The card that takes four cells and whose picture loads first."""
        return _keep(self, "h2", True, True)

    @property
    def small_html(self) -> SafeString:
        """The card below a heading of its own."""
        return _keep(self, "h3", False, False)


def draw_card(item: Item, heading: str, lead: bool, eager: bool) -> SafeString:
    """The card of an item that was read with `for_cards` or `for_page`."""
    shown = {"item": item, "heading": heading, "lead": lead, "eager": eager}
    return mark_safe(get_template("catalog/_lot.html").render(shown))  # noqa: S308


def read_cards(items: QuerySet[Item]) -> list[Card]:
    """The cards of `items` in their order."""
    return cards_of(list(items.values_list("pk", flat=True)))


def cards_of(numbers: list[int]) -> list[Card]:
    """The cards of the items of these primary keys, in this order; those of them that nobody
    has drawn yet are read together, in two statements."""

    @cache
    def read() -> dict[int, Item]:
        return {item.pk: item for item in Item.objects.filter(pk__in=numbers).for_cards()}

    asked = {"now": timezone.now(), "numbers": numbers}
    cards = {row[0]: Card(*row, read) for row in planned_rows(OF_NUMBERS, asked)}
    return [cards[number] for number in numbers if number in cards]


def version_of(slug: str) -> str | None:
    """The version of an item that is entered, of its set, its season and its first picture."""
    asked = {"now": timezone.now(), "today": timezone.localdate(), "slug": slug}
    rows = planned_rows(OF_SLUG, asked)
    return rows[0][-1] if rows else None


def _keep(card: Card, heading: str, lead: bool, eager: bool) -> SafeString:
    key = f"{heading}{lead}{eager}{card.version}"
    html = _kept.get(key)
    if html is None:
        if len(_kept) >= KEPT:
            _kept.clear()
        html = _kept[key] = draw_card(card.read()[card.pk], heading, lead, eager)
    return html
