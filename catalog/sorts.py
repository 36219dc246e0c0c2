"""The orders of the vault. Each ends in the accession, so that paging is stable."""

from django.db import models
from django.db.models import F

from catalog.models import Item


class Sort(models.TextChoices):
    MATCH = "match", "Best match"
    NEWEST = "newest", "Newest entered"
    FEWEST = "fewest", "Fewest left"
    RARITY = "rarity", "Rarity, highest first"
    CHEAPEST = "price", "Price, low to high"
    DEAREST = "price-down", "Price, high to low"
    NAME = "name", "Name"


def put_in_order(items: models.QuerySet[Item], sort: Sort, text: str) -> models.QuerySet[Item]:
    """`items` in the order of `sort`; `text` is what was searched for, for the best match."""
    match sort:
        case Sort.MATCH:
            ordered = items.with_match(text).order_by("-match", "-accession")  # type: ignore[attr-defined]
        case Sort.FEWEST:
            fewest = F("copies_left").asc(nulls_last=True)
            ordered = items.with_left().order_by(fewest, "-accession")  # type: ignore[attr-defined]
        case Sort.RARITY:
            ordered = items.order_by("-rung", "-accession")
        case Sort.CHEAPEST:
            ordered = items.order_by(F("price_cents").asc(nulls_last=True), "-accession")
        case Sort.DEAREST:
            ordered = items.order_by(F("price_cents").desc(nulls_last=True), "-accession")
        case Sort.NAME:
            ordered = items.order_by("name", "-accession")
        case _:
            ordered = items.order_by("-entered_on", "-accession")
    return ordered


def read_sort(value: str, text: str) -> tuple[Sort, list[str]]:
    """The sort an address names, and a sentence if it names one that does not exist."""
    usual = Sort.MATCH if text else Sort.NEWEST
    if value == Sort.MATCH and not text:
        return usual, []
    if not value or value in Sort.values:
        return Sort(value or usual), []
    return usual, ["There is no such order."]


def offered_sorts(text: str) -> list[Sort]:
    return [sort for sort in Sort if text or sort != Sort.MATCH]
