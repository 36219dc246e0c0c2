"""The item: a piece of the Originals shelf, or a record on the Archive shelf.

The rules of both shelves are constraints (rules.py), so that no form, import or shell can sell
what may not be sold.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Collate
from django.urls import reverse
from django.utils import timezone

from catalog.models.choices import Kind, Rarity, Shelf, Theme
from catalog.models.queries import Folded, ItemQuerySet
from catalog.models.rules import LONGEST_EARLY_ACCESS, RULES
from catalog.models.season import Season
from catalog.models.set import ItemSet
from catalog.models.stock import Stock

if TYPE_CHECKING:
    from catalog.models.media import ItemImage


LARGEST_EDITION = 2_147_483_647  # what the column takes


def _order(name: str, *by: models.expressions.OrderBy | F) -> models.Index:
    """What an order of the vault reads, so that a deep page walks an index and not the table."""
    return models.Index(*by, name=name, include=["id", "entered_on"])


class Item(Stock, models.Model):
    shelf = models.CharField(max_length=10, choices=Shelf, default=Shelf.ORIGINALS)
    accession = models.PositiveIntegerField(
        unique=True, help_text="Its number in the book of the house."
    )
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    kind_word = models.CharField(
        "word for the kind",
        max_length=40,
        blank=True,
        help_text="For a kind of the game's that "
        "is not in the list: choose Other and write its word here.",
    )
    rarity = models.CharField(max_length=10, choices=Rarity, blank=True)
    theme = models.CharField(max_length=10, choices=Theme, blank=True)
    item_set = models.ForeignKey(
        ItemSet, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    description = models.TextField(blank=True)
    entered_on = models.DateField(null=True, blank=True, help_text="Empty: not yet shown.")

    # What the record of a game cosmetic holds. Empty means unknown, and the page says so.
    series = models.CharField(max_length=60, blank=True)
    game_set = models.CharField("set in the game", max_length=80, blank=True)
    game_id = models.CharField("id in the game", max_length=120, blank=True)
    season = models.ForeignKey(
        Season, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    last_seen_on = models.DateField(null=True, blank=True)
    never_in_shop = models.BooleanField(default=False)

    # Provenance.
    artist = models.CharField(max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    originality = models.TextField("statement of originality", blank=True)
    uses_epic_ip = models.BooleanField("uses material of Epic Games", default=True)
    rights_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    rights_checked_at = models.DateTimeField(null=True, blank=True)
    recipe = models.CharField(
        max_length=40, blank=True, help_text="Family and version of the generator that drew it."
    )

    # Sale. An edition of no size is open: it never runs out.
    price_cents = models.PositiveIntegerField(
        "price in cents",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="2400 is 24.00.",
    )
    edition_size = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )
    sold = models.PositiveIntegerField(default=0, editable=False)
    held = models.PositiveIntegerField(default=0, editable=False)
    next_serial = models.PositiveIntegerField(
        default=1, editable=False, help_text="The lowest free number; kept by payments."
    )
    per_member_limit = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Copies one member may have. Empty: no limit.",
    )
    opens_at = models.DateTimeField(
        null=True, blank=True, help_text="When it opens to everyone. Empty: not on offer."
    )
    early_access_hours = models.PositiveSmallIntegerField(
        default=0,
        blank=True,
        validators=[MaxValueValidator(LONGEST_EARLY_ACCESS)],
        help_text="For so long before that it is open to members of the Club alone.",
    )
    ends_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty: until its edition is gone."
    )
    retired_at = models.DateTimeField(null=True, blank=True)

    featured = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place among the pieces put forward; most have none."
    )
    rung = models.GeneratedField(  # 1 for Common to 6 for Mythic, 0 where the rarity is unknown
        expression=Case(
            *(When(rarity=value, then=Value(rung)) for rung, value in enumerate(Rarity.values, 1)),
            default=Value(0),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    # What searches read. Triggers keep both (see 0002_search), so that no import can forget them.
    search = SearchVectorField(null=True, editable=False)
    words = models.TextField(default="", editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_on", "-accession"]
        indexes = [
            models.Index(fields=["shelf", "-entered_on", "-accession"], name="item_newest"),
            models.Index(fields=["shelf", "kind"], name="item_kind"),
            models.Index(fields=["shelf", "rarity"], name="item_rarity"),
            _order("item_by_day", F("entered_on").desc(), F("accession").desc()),
            _order(
                "item_by_place",
                F("featured").asc(nulls_last=True),
                F("entered_on").desc(),
                F("accession").desc(),
            ),
            _order("item_by_rung", F("rung").desc(), F("accession").desc()),
            _order("item_by_price", F("price_cents").asc(nulls_last=True), F("accession").desc()),
            _order(
                "item_by_price_down", F("price_cents").desc(nulls_last=True), F("accession").desc()
            ),
            _order("item_by_name", F("name"), F("accession").desc()),
            _order("item_by_sight", F("last_seen_on").desc(nulls_last=True), F("accession").desc()),
            models.Index(fields=["opens_at"], name="item_opening"),
            models.Index(
                fields=["ends_at"], name="item_ending", condition=Q(ends_at__isnull=False)
            ),
            models.Index(
                fields=["id"],
                name="item_out",
                condition=Q(retired_at__isnull=False) | Q(edition_size__lte=F("sold") + F("held")),
            ),
            models.Index(Collate(Folded("name"), "C"), name="item_name_start"),
            GinIndex(fields=["search"], name="item_search"),
        ]
        constraints = RULES

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("catalog:item_detail", args=[self.slug])

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """Django's own, but for a kind that is not in the list: that one shows its word."""
        return self.kind_word or str(
            Kind(self.kind).label if self.kind in Kind.values else self.kind
        )

    # --- states, each the twin of a word above -----------------------------------------------
    @property
    def is_archive(self) -> bool:
        return self.shelf == Shelf.ARCHIVE

    @property
    def is_retired(self) -> bool:
        return self.retired_at is not None

    @property
    def is_offered(self) -> bool:
        now = timezone.now()
        opened = self.opens_at is not None and self.opens_at <= now
        is_over = self.ends_at is not None and self.ends_at <= now
        return not self.is_archive and opened and not is_over and not self.is_retired

    @property
    def is_for_sale(self) -> bool:
        return self.is_offered and (self.left is None or self.left > 0)

    @property
    def opens_early_at(self) -> datetime | None:
        """When it opens to members of the Club; for want of early hours, to everyone."""
        return self.opens_at and self.opens_at - timedelta(hours=self.early_access_hours)

    @property
    def is_opening(self) -> bool:
        waits = self.opens_early_at is not None and self.opens_early_at > timezone.now()
        return waits and not self.is_retired

    @property
    def is_early(self) -> bool:
        waits = self.opens_at is not None and self.opens_at > timezone.now()
        return waits and not (self.is_opening or self.is_retired or self._is_all_sold)

    @property
    def is_taken(self) -> bool:
        has_begun = self.opens_at is not None and not self.is_opening
        return has_begun and not self.is_retired and self._is_all_sold

    @property
    def is_ended(self) -> bool:
        is_over = self.ends_at is not None and self.ends_at <= timezone.now()
        return is_over and not (self.is_retired or self._is_all_sold)

    @property
    def _is_all_sold(self) -> bool:
        return self.edition_size is not None and self.sold >= self.edition_size

    @property
    def left(self) -> int | None:
        """Copies that can be had now; None for an open edition."""
        if self.edition_size is None:
            return None
        return self.edition_size - self.sold - self.held

    @property
    def gone(self) -> float:
        """The share of the edition that is taken or held, 0 to 1; 0 for an open edition."""
        if not self.edition_size:
            return 0.0
        return (self.sold + self.held) / self.edition_size

    @property
    def days_since_seen(self) -> int | None:
        return (timezone.localdate() - self.last_seen_on).days if self.last_seen_on else None

    @property
    def lead_image(self) -> "ItemImage | None":
        """The first picture, from the prefetched ones; None where there is none."""
        return next(iter(self.images.all()), None)

    # --- the shopkeeper's verbs: each guards in its UPDATE and says whether it took ------------
    def put_on_sale(self, moment: datetime) -> bool:
        """Let it open at `moment`, if it is ready for sale and not open yet."""
        ready = Item.objects.ready_for_sale().exclude(ends_at__lte=moment)
        return bool(ready.filter(pk=self.pk).update(opens_at=moment))

    def retire(self) -> bool:
        """Take it off sale for good; copies at a checkout may still be paid for."""
        there = Item.objects.originals().filter(pk=self.pk, retired_at=None)
        return bool(there.update(retired_at=timezone.now()))

    def restock(self, copies: int) -> bool:
        """Make a limited edition larger by `copies`."""
        room = LARGEST_EDITION - copies
        limited = Item.objects.originals().filter(
            pk=self.pk, retired_at=None, edition_size__lte=room
        )
        return bool(limited.update(edition_size=F("edition_size") + copies))
