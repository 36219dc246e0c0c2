"""What of a Locker its address asks for: filters, an order and a page, all of them in the URL."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.http import QueryDict

from catalog.models import Kind, Rarity
from payments.models import Copy, Handover
from payments.models.copy import CopyQuerySet

PER_PAGE = 36  # rows of four, three and two are full
LEFT_ASIDE = "What could not be read was left aside."


class Fact(NamedTuple):
    """What is known of each owned copy, read in one statement."""

    item: int
    serial: int
    owned_since: datetime
    frozen_at: datetime | None
    is_sealed: bool
    kind: str
    rarity: str
    set_slug: str | None
    set_name: str | None


FACT_FIELDS = (
    "item", "serial", "owned_since", "frozen_at", "is_sealed", "item__kind", "item__rarity",
    "item__item_set__slug", "item__item_set__name",
)  # fmt: skip
NEWEST = ("-owned_since", "order_line", "serial")
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "newest": ("Newest", NEWEST),
    "number": ("Number, lowest first", ("serial", "item__name", "pk")),
    "name": ("Name", ("item__name", "serial")),
    "rarity": ("Rarity, highest first", ("-item__rung", "item__name", "serial")),
    "set": (
        "Set",
        (F("item__item_set__name").asc(nulls_last=True), "item__name", "serial"),
    ),
}
# What is on its way to somebody else.
SEALED = Exists(Handover.objects.filter(copy=OuterRef("pk"), state=Handover.State.SEALED))
STATES = {
    "hand": ("At hand", Q(frozen_at=None, is_sealed=False)),
    "sealed": ("On their way to somebody", Q(is_sealed=True)),
    "frozen": ("Frozen", Q(frozen_at__isnull=False, is_sealed=False)),
}


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter of the Locker: only what its owner has can be chosen."""

    name: str
    label: str
    choices: list[Choice]


class LockerSelection:
    def __init__(self, facts: list[Fact], asked: QueryDict) -> None:
        self.facts = facts
        self.asked = asked
        self.is_unread = False
        sets = {(fact.set_name or "", fact.set_slug) for fact in facts if fact.set_slug}
        self.sets = {slug: name for name, slug in sorted(sets)}
        self.sort = self._read("sort", SORTS) or "newest"
        self.chosen = {name: self._read(name, known) for name, known in self._known().items()}

    def _known(self) -> dict[str, Any]:
        return {"set": self.sets, "kind": Kind.values, "rarity": Rarity.values, "state": STATES}

    def _read(self, name: str, known: Any) -> str:
        """What the address says, if it means something; empty otherwise."""
        value = self.asked.get(name, "")
        self.is_unread |= bool(value) and value not in known
        return value if value in known else ""

    def of(self, copies: CopyQuerySet) -> CopyQuerySet:
        """Those the filters leave, in the order that is asked for."""
        chosen = self.chosen
        wanted = {
            "item__item_set__slug": chosen["set"],
            "item__kind": chosen["kind"],
            "item__rarity": chosen["rarity"],
        }
        left = copies.alias(is_sealed=SEALED).filter(
            **{field: value for field, value in wanted.items() if value}
        )
        if chosen["state"]:
            left = left.filter(STATES[chosen["state"]][1])
        return left.order_by(*SORTS[self.sort][1])

    def page_of(self, copies: CopyQuerySet) -> Page[Copy]:
        """The page that is asked for, or the nearest there is."""
        paginator = Paginator(self.of(copies), PER_PAGE)
        paginator.count = sum(map(self._leaves, self.facts))  # they are known already
        return paginator.get_page(self.asked.get("page"))

    def _leaves(self, fact: Fact) -> bool:
        """The twin of `of`, for a fact."""
        said = {
            "set": fact.set_slug,
            "kind": fact.kind,
            "rarity": fact.rarity,
            "state": _state(fact),
        }
        return all(said[name] == value for name, value in self.chosen.items() if value)

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen.values())

    @property
    def notes(self) -> str:
        return LEFT_ASIDE if self.is_unread else ""

    @property
    def query(self) -> str:
        """What is chosen, as the start of another page's address."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.chosen.items() if value})
        if self.sort != "newest":
            query["sort"] = self.sort
        return f"{query.urlencode()}&" if query else ""

    @property
    def sorts(self) -> list[Choice]:
        return [Choice(name, words, 0, name == self.sort) for name, (words, _) in SORTS.items()]

    @cached_property
    def facets(self) -> list[Facet]:
        """Set, kind, rarity and state, each with what there is of it."""
        states = {name: words for name, (words, _) in STATES.items()}
        facets = [
            self._facet("set", "Set", lambda fact: fact.set_slug or "", self.sets),
            self._facet("kind", "Kind", lambda fact: fact.kind, dict(Kind.choices)),
            self._facet("rarity", "Rarity", lambda fact: fact.rarity, dict(Rarity.choices)),
            self._facet("state", "State", _state, states),
        ]
        return [facet for facet in facets if len(facet.choices) > 1 or self.chosen[facet.name]]

    def _facet(
        self, name: str, label: str, value_of: Callable[[Fact], str], words: dict[Any, Any]
    ) -> Facet:
        counts = Counter(map(value_of, self.facts))
        choices = [
            Choice(value, str(words[value]), counts[value], value == self.chosen[name])
            for value in words
            if counts[value] or value == self.chosen[name]
        ]
        return Facet(name, label, choices)


def _state(fact: Fact) -> str:
    if fact.is_sealed:
        return "sealed"
    return "frozen" if fact.frozen_at else "hand"
