from typing import NamedTuple

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse

from accounts.second_factor import has_second_factor
from accounts.sessions import device_words

register = template.Library()
register.filter("device_words", device_words)


class Room(NamedTuple):
    """A section of the account: its name, its address, and the views that belong to it."""

    name: str
    url_name: str
    views: tuple[str, ...]  # how the names of its views begin


# A new section is a line here, and a page that extends accounts/_account.html.
ROOMS = [
    Room("Profile", "accounts:profile_update", ("accounts:profile",)),
    Room("Email", "account_email", ("account_email",)),
    Room("Password", "account_change_password", ("account_change_p", "account_set_p")),
    Room("Passkeys and codes", "mfa_index", ("mfa_",)),
    Room("Where you are signed in", "usersessions_list", ("usersessions_", "accounts:session")),
    Room("Connected accounts", "socialaccount_connections", ("socialaccount_",)),
    Room("Letters", "accounts:letters_update", ("accounts:letters",)),
    Room("Your data", "accounts:data_create", ("accounts:data", "accounts:deletion")),
    Room("Sign out", "account_logout", ("account_logout",)),
]


@register.inclusion_tag("accounts/_rail.html", takes_context=True)
def account_rail(context: Context) -> dict[str, list[dict[str, object]]]:
    """The sections of the account; the one that is open says so."""
    here = context["request"].resolver_match.view_name
    rooms = [
        {
            "name": room.name,
            "url": reverse(room.url_name),
            "is_here": here.startswith(room.views),
        }
        for room in ROOMS
    ]
    return {"rooms": rooms}


@register.simple_tag(takes_context=True)
def desk_needs_factor(context: Context) -> bool:
    """Whether this reader works at the desk and may not go there for want of a second factor."""
    user = context["user"]
    return settings.STAFF_SECOND_FACTOR and user.is_staff and not has_second_factor(user)


@register.inclusion_tag("accounts/_mail_is_here.html")
def mail_is_here() -> dict[str, bool]:
    """Where mail is kept in files, say where it can be read; elsewhere nothing."""
    return {"show": settings.SHOW_MAIL}
