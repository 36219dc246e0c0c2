"""Letters about what is kept of a member: the way to a copy of it, and the day it goes."""

from django.conf import settings
from django.urls import reverse

from accounts.models import DataCopy, Departure
from core.mailing import Letter


def data_copy(copy: DataCopy) -> Letter:
    """The link to the file, and until when it holds."""
    url = settings.SITE_URL + reverse("accounts:data_detail", args=[copy.token])
    context = {"url": url, "ends_at": copy.ends_at}
    return Letter("data_copy", "Your data is packed", [copy.user.email], context)


def departure(departure: Departure) -> Letter:
    """The day on which the account goes, and the link that keeps it."""
    context = {"due_at": departure.due_at, "undo_url": settings.SITE_URL + departure.undo_path}
    return Letter("departure", "Your account will be removed", [departure.user.email], context)
