"""Cards of the vault, drawn once for each version of what they show, and kept in memory.

PostgreSQL knows the version of a row: where it lies, and which transaction wrote it there. A
changed item, picture or set is another card, so nothing has to be retired, and a page of known
cards reads versions and nothing else.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from catalog.models import Item
from catalog.models.statements import named, planned_rows

KEPT = 5_000  # cards, at about 2 kB
# The versions of what another statement finds, in its order. Besides its rows a card shows whether
# its piece has opened to members of the Club and to everyone, and whether it has ended.
VERSIONS = """
SELECT item.id, item.name,
       (item.id, item.ctid, item.xmin, its_set.ctid, its_set.xmin, season.ctid, season.xmin,
        picture.ctid, picture.xmin,
        item.opens_at <= %(now)s + item.early_access_hours * interval '1 hour',
        item.opens_at <= %(now)s, item.ends_at <= %(now)s)::text
FROM (SELECT id, row_number() OVER () FROM ({found}) AS found (id)) AS found (id, place)
JOIN catalog_item AS item ON item.id = found.id
LEFT JOIN catalog_itemset AS its_set ON its_set.id = item.item_set_id
LEFT JOIN catalog_season AS season ON season.id = item.season_id
LEFT JOIN LATERAL (
    SELECT ctid, xmin FROM catalog_itemimage WHERE item_id = item.id ORDER BY position, id LIMIT 1
) AS picture ON true
ORDER BY found.place
"""
BY_SLUG = "SELECT id FROM catalog_item WHERE slug = %s AND entered_on <= %s"
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
    return cards_found(*items.values("pk").query.sql_with_params())


def cards_found(statement: str, values: Sequence[Any]) -> list[Card]:
    """The cards of the items whose numbers a statement finds, in its order; those of them that
    nobody has drawn yet are read together."""
    rows = _versions(statement, values)

    @cache
    def read() -> dict[int, Item]:
        items = Item.objects.filter(pk__in=[pk for pk, _, _ in rows]).for_cards()
        return {item.pk: item for item in items}

    return [Card(*row, read) for row in rows]


def version_of(slug: str) -> str | None:
    """The version of an item that is entered, of its set, its season and its first picture."""
    rows = _versions(BY_SLUG, [slug, timezone.localdate()])
    return rows[0][-1] if rows else None


def _versions(statement: str, values: Sequence[Any]) -> list[tuple[int, str, str]]:
    found, asked = named("found", statement, values)
    return planned_rows(VERSIONS.format(found=found), asked | {"now": timezone.now()})


def _keep(card: Card, heading: str, lead: bool, eager: bool) -> SafeString:
    key = f"{heading}{lead}{eager}{card.version}"
    html = _kept.get(key)
    if html is None:
        item = card.read().get(card.pk)
        if item is None:  # deleted since its version was read
            return SafeString()
        if len(_kept) >= KEPT:
            _kept.clear()
        html = _kept[key] = draw_card(item, heading, lead, eager)
    return html
