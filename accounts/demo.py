"""The three people of the demo. They are nobody, and say so by their addresses."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.models import Agreement, User

PEOPLE: list[dict[str, Any]] = [
    {
        "handle": "mira",
        "byline": "Mira",
        "shelf": "keeper of pieces",
        "bio": "Collects what the fire left, and says where each piece hangs. "
        "Corrects dates on Sundays.",
        "shows_profile": True,
        "shows_locker": True,
        "shows_reviews": True,
    },
    {
        "handle": "kael",
        "byline": "Kael",
        "shelf": "keeper of places",
        "bio": "Walks the maps with a notebook and believes a thing when two sources say it. "
        "Would rather leave a line empty than guess.",
        "is_staff": True,
    },
    {
        "handle": "ash",
        "byline": "Ash",
        "shelf": "keeper of the house",
        "bio": "Minds the shop, checks the rights and signs the book. "
        "Answers letters within two days.",
        "is_staff": True,
        "is_superuser": True,
    },
]


def load(progress: Callable[[str], None]) -> None:
    """Make the three with a confirmed address each; those who exist are left as they are."""
    made = [person["handle"] for person in PEOPLE if _make(person)]
    progress(f"{len(made)} people made" if made else "the people are there already")


def _make(person: dict[str, Any]) -> bool:
    email = f"{person['handle']}@ashes.example"
    if User.objects.filter(email=email).exists():
        return False
    user = User.objects.create_user(email, settings.DEMO_PASSWORD, **person)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    Agreement.log_signup(user)
    return True
