"""What a Locker page shows, each part asked for at most once."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import QueryDict

from catalog.models import Item, ItemFile, ItemSet
from payments.locker_selection import FACT_FIELDS, PER_PAGE, SEALED, Fact, LockerSelection
from payments.membership import may_enter_early
from payments.models import Copy, Order
from payments.models import Download as FetchedFile
from payments.models.offer import why_not_for_sale
from payments.words import listed


@dataclass(frozen=True)
class Slot:
    """A place in a set's tray."""

    item: Item
    is_owned: bool


@dataclass(frozen=True)
class Tray:
    """A set as a drawer: what of it is owned and what is missing."""

    set: ItemSet
    slots: list[Slot]
    complete_since: datetime | None

    @property
    def owned(self) -> int:
        return sum(slot.is_owned for slot in self.slots)

    @property
    def gaps(self) -> int:
        return len(self.slots) - self.owned

    @property
    def missing(self) -> str:
        return listed([slot.item.name for slot in self.slots if not slot.is_owned])

    @property
    def still_open(self) -> str:
        """Of what is missing, what can be had now."""
        missing = [slot.item for slot in self.slots if not slot.is_owned]
        return listed([item.name for item in missing if item.is_for_sale])


@dataclass(frozen=True)
class Download:
    """A file of a copy, and the last time its owner fetched it: None if never."""

    copy: Copy
    file: ItemFile
    taken: FetchedFile | None

    @property
    def is_newer(self) -> bool:
        """Whether the file has changed since it was fetched."""
        return self.taken is not None and self.taken.version < self.file.version


class Locker:
    def __init__(self, owner: Any, asked: QueryDict | None = None) -> None:
        self.owner = owner
        self.asked = QueryDict() if asked is None else asked

    @cached_property
    def facts(self) -> list[Fact]:
        owned = Copy.objects.owned_by(self.owner).annotate(is_sealed=SEALED)
        rows = owned.order_by("-owned_since")
        return [Fact(*row) for row in rows.values_list(*FACT_FIELDS)]

    @cached_property
    def selection(self) -> LockerSelection:
        return LockerSelection(self.facts, self.asked)

    @cached_property
    def page(self) -> Page[Copy]:
        """The pieces that are asked for, a page of them."""
        owned = Copy.objects.owned_by(self.owner).for_locker().prefetch_related("item__files")
        return self.selection.page_of(owned)

    @cached_property
    def trays(self) -> list[Tray]:
        """The sets of which at least one piece is here, fullest first."""
        first_had = {fact.item: fact.owned_since for fact in self.facts}
        begun = ItemSet.objects.filter(items__in=first_had).distinct()
        trays = [_tray(each, pieces, first_had) for each, pieces in _with_pieces(begun)]
        return sorted(trays, key=lambda tray: (-tray.owned, tray.set.name))

    @cached_property
    def sets_complete(self) -> int:
        return sum(tray.complete_since is not None for tray in self.trays)

    @cached_property
    def download_count(self) -> int:
        at_hand = Copy.objects.owned_by(self.owner).at_hand()
        return at_hand.aggregate(files=Count("item__files"))["files"]

    @cached_property
    def download_page(self) -> Page[Copy]:
        """The copies whose files are listed: those of one piece, where the address names it."""
        with_files = Copy.objects.owned_by(self.owner).at_hand().filter(item__files__isnull=False)
        if self.piece:
            with_files = with_files.filter(item__slug=self.piece)
        listed_once = with_files.distinct().select_related("item").order_by("-owned_since", "pk")
        paginator = Paginator(listed_once.prefetch_related("item__files"), PER_PAGE)
        return paginator.get_page(self.asked.get("page"))

    @property
    def piece(self) -> str:
        return self.asked.get("piece", "")[:140].replace("\0", "")

    @cached_property
    def downloads(self) -> list[Download]:
        copies = list(self.download_page)
        taken = FetchedFile.objects.last_by(self.owner, copies)
        return [
            Download(copy, file, taken.get((copy.pk, file.pk)))
            for copy in copies
            for file in copy.item.files.all()
        ]

    @cached_property
    def order_page(self) -> Page[Order]:
        orders = Order.objects.placed_by(self.owner).naming(self.words).prefetch_related("lines")
        return Paginator(orders, PER_PAGE).get_page(self.asked.get("page"))

    @property
    def words(self) -> str:
        """What is looked for among the orders."""
        return self.asked.get("q", "").replace("\0", "").strip()[:140]

    @property
    def order_query(self) -> str:
        return f"{urlencode({'q': self.words})}&" if self.words else ""

    @cached_property
    def order_count(self) -> int:
        return Order.objects.placed_by(self.owner).count()

    @cached_property
    def lowest_number(self) -> int | None:
        return min((fact.serial for fact in self.facts), default=None)


def tray_of(item_set: ItemSet, owner: Any) -> Tray | None:
    """A set as this owner has it; None where nothing of it is entered yet."""
    owned = Copy.objects.owned_by(owner).filter(item__item_set=item_set)
    first_had = dict(owned.order_by("-owned_since").values_list("item", "owned_since"))
    pieces = _with_pieces([item_set])[0][1]
    return _tray(item_set, pieces, first_had) if pieces else None


def missing_pieces(item_set: ItemSet, user: Any) -> list[Item]:
    """What of a set can be had and is not the user's; of a visitor's nothing is known."""
    open_now = Item.objects.entered().open_to(may_enter_early(user)).filter(item_set=item_set)
    if user.is_authenticated:
        open_now = open_now.exclude(pk__in=Copy.objects.owned_by(user).values("item"))
    pieces = open_now.order_by("accession")
    return [item for item in pieces if item.left != 0 and not why_not_for_sale(item, user)]


def _with_pieces(sets: Any) -> list[tuple[ItemSet, list[Item]]]:
    pieces = Item.objects.entered().originals().filter(item_set__in=sets)
    ordered = pieces.prefetch_related("images").order_by("-accession")
    return [(each, [item for item in ordered if item.item_set_id == each.pk]) for each in sets]


def _tray(item_set: ItemSet, pieces: list[Item], first_had: dict[int, datetime]) -> Tray:
    slots = [Slot(item, item.pk in first_had) for item in pieces]
    slots.sort(key=lambda slot: not slot.is_owned)
    whole = all(slot.is_owned for slot in slots)
    since = max(first_had[item.pk] for item in pieces) if whole else None
    return Tray(item_set, slots, since)
