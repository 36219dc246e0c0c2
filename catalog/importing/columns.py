"""The columns a file may have: their names, other names for them, and how a cell is read."""

from collections import Counter
from dataclasses import dataclass

from catalog.importing import cells
from catalog.importing.table import Table, Unreadable
from catalog.models import Rarity, Shelf, Theme

# Fields of Item that take what their cell says.
READERS: dict[str, cells.Reader] = {
    "name": cells.text_of("name"),
    "rarity": cells.choice(Rarity),
    "theme": cells.choice(Theme),
    "description": cells.long_text,
    "entered_on": cells.day,
    "series": cells.text_of("series"),
    "game_set": cells.text_of("game_set"),
    "last_seen_on": cells.day,
    "never_in_shop": cells.yes_no,
    "artist": cells.text_of("artist"),
    "year": cells.number(cells.FIRST_YEAR, cells.LAST_YEAR),
    "licence": cells.text_of("licence"),
    "originality": cells.long_text,
    "uses_epic_ip": cells.yes_no,
    "recipe": cells.text_of("recipe"),
    "price_cents": cells.number(1),
    "edition_size": cells.number(1),
    "opens_at": cells.moment,
    "ends_at": cells.moment,
    "early_access_hours": cells.number(0),
    "per_member_limit": cells.number(1),
    "retired_at": cells.moment,
}
# What says which item is meant, or has to be looked up first; see plan.py.
KEYS: dict[str, cells.Reader] = {
    "shelf": cells.choice(Shelf),
    "game_id": cells.text_of("game_id"),
    "slug": cells.slug,
    "accession": cells.number(1),
    "kind": cells.kind,
    "season": cells.text_of("series"),
    "item_set": cells.text_of("game_set"),
}
MOST_COLUMNS = 200
NEEDED = ["name", "kind"]
OTHER_NAMES = {
    "id": "game_id",
    "type": "kind",
    "set": "game_set",
    "introduced": "season",
    "last_seen": "last_seen_on",
    "entered": "entered_on",
}
# Written by our own export, and by the shop alone: a file changes neither stock nor rights.
OURS = {"sold", "held", "rights_checked_at"}
# Of the game's own lists; the club keeps no such fact, and says so.
NOT_KEPT = {"introduced_basis", "added", "price_vbucks", "source"}
# What a piece for sale has and a record of the game must not have.
OF_ORIGINALS = {"price_cents", "edition_size", "opens_at", "ends_at", "per_member_limit"}


@dataclass(frozen=True)
class Header:
    """What each column of a file is: `names` has a name of ours, or None for one left aside."""

    words: list[str]
    names: list[str | None]

    @classmethod
    def of(cls, table: Table) -> "Header":
        """Raises Unreadable with the columns that are missing, unknown or there twice."""
        names = [_name(word) for word in table.header]
        unknown = [w for w, n in zip(table.header, names, strict=True) if n not in KNOWN]
        _refuse(names, [word for word in unknown if word])
        return cls(table.header, [name if name in KEPT else None for name in names])

    def word(self, name: str) -> str:
        """What the file calls a column of ours."""
        return self.words[self.names.index(name)] if name in self.names else name

    @property
    def left_aside(self) -> list[str]:
        return [word for word in self.words if _name(word) in NOT_KEPT]


KEPT = READERS.keys() | KEYS.keys()
KNOWN = KEPT | OURS | NOT_KEPT


def _name(word: str) -> str:
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    return OTHER_NAMES.get(plain, plain)


def _refuse(names: list[str], unknown: list[str]) -> None:
    counted = Counter(names)
    if len(names) == 1 and unknown:
        raise Unreadable("This is not a CSV of items: its first line does not name columns.")
    if len(names) > MOST_COLUMNS:
        raise Unreadable(f"The header names {len(names):,} columns. There are not so many.")
    missing = [name for name in NEEDED if name not in names]
    if not {"game_id", "slug"} & set(names):
        missing.append("game_id or slug")
    twice = sorted(name for name, times in counted.items() if name in KEPT and times > 1)
    said = [
        f"{what}: {', '.join(cells.short(word) for word in words[:12])}."
        for what, words in [("Missing", missing), ("Unknown", unknown), ("There twice", twice)]
        if words
    ]
    if said:
        raise Unreadable("The header does not fit. " + " ".join(said))
