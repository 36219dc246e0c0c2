"""Whom a public page names: members by their own word alone, everybody else is a member."""

from dataclasses import dataclass
from typing import Any, Literal

from django.urls import reverse

Switch = Literal["shows_locker", "shows_reviews"]


@dataclass(frozen=True)
class Named:
    """A name as it may be printed, and where it leads; both empty for one who stays unnamed."""

    name: str = ""
    url: str = ""


UNNAMED = Named()


def named(member: Any, switch: Switch) -> Named:
    """What a member's switch allows to be said of them; `member` may be None."""
    if member is None or not member.is_active or not getattr(member, switch, False):
        return UNNAMED
    return Named(member.public_name, reverse("accounts:member_detail", args=[member.handle]))
