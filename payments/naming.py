"""Whom a public page names: members by their own word alone, everybody else is a member."""

from dataclasses import dataclass
from typing import Any, Literal

Switch = Literal["shows_locker", "shows_reviews"]


@dataclass(frozen=True)
class Named:
    """A name as it may be printed, and where it leads; both empty for one who stays unnamed."""

    name: str = ""
    url: str = ""


UNNAMED = Named()


def named(member: Any, switch: Switch) -> Named:
    """What a member's switch allows to be said of them; `member` may be None.

    Read members with `select_related("departure")`: who is about to leave is not named.
    """
    if member is None or not getattr(member, switch) or not member.has_page:
        return UNNAMED
    return Named(member.handle, member.get_absolute_url())
