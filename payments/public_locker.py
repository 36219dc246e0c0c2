"""A Locker as its owner lets others see it: pieces and numbers, nothing of orders and disputes."""

from typing import Any

from django.core.paginator import Page, Paginator

from payments.locker_selection import PER_PAGE
from payments.models import Copy
from payments.models.copy import CopyQuerySet


def shown_of(member: Any) -> CopyQuerySet:
    """The copies a member shows, the newest first."""
    return Copy.objects.owned_by(member).shown_in_public().for_locker()


def public_page(member: Any, asked: str | None) -> Page[Copy]:
    """The page of a public Locker that is asked for, or the nearest there is."""
    return Paginator(shown_of(member), PER_PAGE).get_page(asked)
