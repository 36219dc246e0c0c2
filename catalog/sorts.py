"""The orders of the vault. Each ends in the accession, so that paging is stable."""

from typing import Any

from django.db import models
from django.db.models import Case, F, When
from django.utils import timezone

from catalog.models import Item


class Sort(models.TextChoices):
    MATCH = "match", "Best match"
    FEATURED = "featured", "Featured"
    NEWEST = "newest", "Newest entered"
    OPENING = "opening", "Opening soon"
    FEWEST = "fewest", "Fewest left"
    RARITY = "rarity", "Rarity, highest first"
    CHEAPEST = "price", "Price, low to high"
    DEAREST = "price-down", "Price, high to low"
    NAME = "name", "Name"
    SEEN = "last-seen", "Last seen in the game"


NEWEST_FIRST = (F("entered_on").desc(), F("accession").desc())
# Orders that an index of the table holds as they stand here (see Item.Meta).
STORED: dict[Sort, tuple[Any, ...]] = {
    Sort.FEATURED: (F("featured").asc(nulls_last=True), *NEWEST_FIRST),
    Sort.NEWEST: NEWEST_FIRST,
    Sort.RARITY: (F("rung").desc(), F("accession").desc()),
    Sort.CHEAPEST: (F("price_cents").asc(nulls_last=True), F("accession").desc()),
    Sort.DEAREST: (F("price_cents").desc(nulls_last=True), F("accession").desc()),
    Sort.NAME: (F("name").asc(), F("accession").desc()),
    Sort.SEEN: (F("last_seen_on").desc(nulls_last=True), F("accession").desc()),
}


def put_in_order(
    items: models.QuerySet[Item], sort: Sort, text: str, total: int
) -> models.QuerySet[Item]:
    """`items` in the order of `sort`; the best match asks what was searched for and how many
    were found."""
    if sort in STORED:
        return items.order_by(*STORED[sort])
    if sort == Sort.MATCH:
        return items.best_first(text, total)  # type: ignore[attr-defined]
    if sort == Sort.FEWEST:
        fewest = F("copies_left").asc(nulls_last=True)
        return items.with_left().order_by(fewest, "-accession")  # type: ignore[attr-defined]
    opening = Case(When(opens_at__gt=timezone.now(), then=F("opens_at")))
    return items.order_by(opening.asc(nulls_last=True), *NEWEST_FIRST)


def read_sort(value: str, text: str) -> tuple[Sort, list[str]]:
    """The sort an address names, and a sentence if it names one that does not exist."""
    usual = Sort.MATCH if text else Sort.FEATURED
    if value == Sort.MATCH and not text:
        return usual, []
    if not value or value in Sort.values:
        return Sort(value or usual), []
    return usual, ["There is no such order."]


def offered_sorts(text: str) -> list[Sort]:
    return [sort for sort in Sort if text or sort != Sort.MATCH]
