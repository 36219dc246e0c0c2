"""Gifts and transfers: who may answer them, and the end of those that nobody answers."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from payments.models import Handover
from payments.models.handover import hash_of
from payments.models.handover_queries import HandoverQuerySet

SESSION_KEY = "gifts"
MOST_IN_SESSION = 20


def open_with(token: str, request: HttpRequest) -> Handover | None:
    """The gift of this link, which the session may answer from now on; None for no gift's.

    The session keeps the hash, as the table does, and keeps it through signing in and up. A new
    link ends what sessions know of the one before.
    """
    known = hash_of(token)
    gift = Handover.objects.opened_by(known)
    if gift:
        others = [each for each in _in_session(request) if each != known]
        request.session[SESSION_KEY] = [*others, known][-MOST_IN_SESSION:]
    return gift


def opened_in(request: HttpRequest) -> HandoverQuerySet:
    """The gifts whose links this visitor has followed."""
    return Handover.objects.gifts().filter(token_hash__in=_in_session(request))


def answerable_by(request: HttpRequest) -> HandoverQuerySet:
    """What this visitor may accept or decline, or could before it ended."""
    mine = Q(token_hash__in=_in_session(request), kind=Handover.Kind.GIFT)
    if request.user.is_authenticated:
        mine |= Q(recipient=request.user, kind=Handover.Kind.TRANSFER)
    return Handover.objects.filter(mine)


def seen_by(member: Any) -> HandoverQuerySet:
    """What a member gave or was given, whatever became of it."""
    taken = Q(recipient=member, state=Handover.State.ACCEPTED)
    return Handover.objects.filter(Q(giver=member) | taken)


def expire(now: datetime) -> int:
    """End what is out of time by this clock; how many there were."""
    return sum(each.expire(now) for each in Handover.objects.overdue(now).order_by("pk"))


def _in_session(request: HttpRequest) -> list[str]:
    return request.session.get(SESSION_KEY, [])


def is_asked(request: HttpRequest, about: Handover) -> bool:
    """Whether this visitor is the one to answer: not the giver, who may look as well."""
    return about.giver_id is None or about.giver_id != request.user.pk
