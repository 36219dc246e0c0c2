"""What a snapshot keeps of a page, part by part.

Whoever gives pages a new kind of row, or a new field, adds it here: then revisions keep it, and
`lay` brings it back. Others' rows are kept by their own names (season codes, slugs, keys), a
page's own rows with their primary keys, so that an address such as #claim-12 stays true.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings


class Form:
    """How one value stands in a snapshot; this one: as it is."""

    def take(self, value: Any) -> Any:
        return value

    def give(self, kept: Any, known: Any) -> Any:
        return kept


class Day(Form):
    def take(self, value: date | None) -> str:
        return value.isoformat() if value else ""

    def give(self, kept: str, known: Any) -> date | None:
        return date.fromisoformat(kept) if kept else None


@dataclass(frozen=True)
class Named(Form):
    """One row of another table, by its own name; empty for none.

    Where the name is not known any more, an `optional` one is left empty. A row that needs it,
    or that might show in the open what it covered, is not laid at all.
    """

    to: str
    by: str
    optional: bool = False

    def take(self, value: Any) -> str:
        return getattr(value, self.by) if value else ""

    def give(self, kept: str, known: Any) -> Any:
        return known.find(self, kept) if kept else None


@dataclass(frozen=True)
class Field:
    """A field of a model under its name in the snapshot."""

    name: str
    form: Form = field(default_factory=Form)
    of: str = ""  # the model's name for it, where it differs

    @property
    def attribute(self) -> str:
        return self.of or self.name


@dataclass(frozen=True)
class Rows:
    """The rows of one kind that belong to a page, or to such a row."""

    name: str
    relation: str
    fields: tuple[Field, ...]
    below: tuple["Rows", ...] = ()
    only_added: bool = False  # what is not in the snapshot stays
    remade: bool = False  # changed rows are made anew: two may have changed places under a
    # constraint, and nothing points at them


@dataclass(frozen=True)
class Many:
    """Rows of another table that a page points at, by their own names and in no order."""

    name: str
    to: Named


PLAIN, DAY = Form(), Day()
SEASON = Named("catalog.Season", "code")
SOURCE = Named("lore.Source", "key")
RELEASE = Named("lore.Release", "key")
CATEGORY = Named("lore.Category", "slug", optional=True)
ITEM = Named("catalog.Item", "slug", optional=True)
PAGE = Named("lore.Page", "slug")
KEEPER = Named(settings.AUTH_USER_MODEL, "handle")


def plain(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name) for name in names)


ANSWER = (
    *plain("answer"),
    Field("as_of", DAY),
    *plain("reason"),
    Field("next_look", DAY),
)

GATE = (Field("gate", SEASON), Field("gate_release", RELEASE))

# --- what a page is made of ------------------------------------------------------------------
OWN: tuple[Field, ...] = (
    *plain("title", "slug", "kind", "standfirst", "infobox", "body"),
    Field("season", SEASON),
    Field("hero", ITEM),
    Field("author", KEEPER),
    Field("written_on", DAY),
    Field("review_due", DAY),
)
MANY: tuple[Many, ...] = (Many("categories", CATEGORY), Many("items", ITEM))
ROWS: tuple[Rows, ...] = (
    # First, so that what they gate finds them.
    Rows(
        "releases",
        "releases",
        (
            *plain("key", "name", "position", "precision", "where_to_watch", "watch_url"),
            Field("released_on", DAY),
            Field("ends_on", DAY),
        ),
        only_added=True,
    ),
    Rows("aliases", "aliases", plain("title", "reason"), only_added=True),
    Rows(
        "claims",
        "claims",
        (
            *plain("position", "text", "grade", "earlier_grade", "basis"),
            Field("as_of", DAY),
            *GATE,
            Field("review_due", DAY),
        ),
        below=(
            Rows(
                "sources",
                "cited",
                (Field("source", SOURCE), *plain("position", "quote", "speaker", "via")),
                remade=True,
            ),
        ),
    ),
    Rows(
        "figures",
        "figures",
        (
            *plain("position", "label", "value", "unit"),
            Field("as_of", DAY),
            Field("source", SOURCE),
            *GATE,
        ),
    ),
    Rows(
        "ties",
        "ties",
        (
            *plain("type"),
            Field("to", PAGE, of="to_page"),
            Field("season", SEASON),
            *plain("grade"),
            Field("source", Named("lore.Source", "key", optional=True)),
            *GATE,
        ),
        remade=True,
    ),
    Rows(
        "questions",
        "questions",
        (*plain("question"), *ANSWER, *GATE),
        below=(Rows("earlier", "earlier", ANSWER),),
    ),
    Rows(
        "timeline",
        "timeline",
        (*plain("text", "grade", "precision"), Field("date", DAY), Field("season", SEASON), *GATE),
    ),
)
