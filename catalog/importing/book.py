"""What the catalogue has already, as far as a file speaks of it."""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from catalog.importing.rows import Row
from catalog.models import Item, ItemSet, Season, Shelf

AT_A_TIME = 5_000  # keys in one statement
ROOM = 110  # characters of an address, so that a kind and a number fit behind


class Book:
    """Items by id in the game and by address, seasons, sets, and what is taken.

    With `lock` the items stay as they were read until the transaction ends.
    """

    def __init__(self, rows: list[Row], lock: bool) -> None:
        self._lock = lock
        self.by_game_id = self._items("game_id", (row.keys.get("game_id") for row in rows))
        self.by_slug = self._items("slug", (row.keys.get("slug") for row in rows))
        self.seasons = dict(Season.objects.values_list("code", "pk"))
        sets = list(ItemSet.objects.values_list("slug", "name", "pk"))
        self.sets = {word: pk for slug, name, pk in sets for word in (slug, name)}
        self.slugs = set(Item.objects.order_by().values_list("slug", flat=True))
        self.accessions = set(Item.objects.order_by().values_list("accession", flat=True))
        self._tried: dict[str, Iterator[int]] = {}

    def find(self, row: Row) -> Item | None:
        """The item a row speaks of; a record entered without its id is known by its address."""
        field, value = row.key
        found = (self.by_game_id if field == "game_id" else self.by_slug).get(value)
        if found or field == "slug":
            return found
        nameless = self.by_slug.get(row.keys.get("slug", ""))
        is_record = nameless and nameless.shelf == Shelf.ARCHIVE and not nameless.game_id
        return nameless if is_record else None

    def free_slug(self, item: Item) -> str:
        """An address nobody has: the name, with its kind or a number where others share it."""
        base = slugify(item.name)[:ROOM] or slugify(item.game_id)[:ROOM] or "record"
        slug = next(one for one in self._candidates(base, item.kind) if one not in self.slugs)
        self.slugs.add(slug)
        return slug

    def _candidates(self, base: str, kind: str) -> Iterator[str]:
        yield base
        yield f"{base}-{kind}"
        # Where the last namesake stopped: 124 Banner Icons would ask 7,626 times otherwise.
        numbers = self._tried.setdefault(f"{base}-{kind}", count(2))
        for number in numbers:
            yield f"{base}-{kind}-{number}"

    def _items(self, field: str, values: Iterable[Any]) -> dict[str, Item]:
        found: dict[str, Item] = {}
        wanted = iter(dict.fromkeys(value for value in values if value))
        while some := list(islice(wanted, AT_A_TIME)):
            for item in self._read(field, some):
                found[getattr(item, field)] = item
        return found

    def _read(self, field: str, values: list[str]) -> QuerySet[Item]:
        items = Item.objects.defer("search", "words").order_by("pk")
        items = items.filter(**{f"{field}__in": values})
        return items.select_for_update(no_key=True) if self._lock else items
