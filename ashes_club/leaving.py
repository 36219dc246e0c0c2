"""Removing an account: what is only the member's goes, what is the house's stays without a name.

Which is which the tables say themselves. A row that would go with the account goes, one that
would lose its owner loses it; where a row must keep its author (the record, the desk's log), the
account stays behind it as "a former keeper" of whom nothing is known.
"""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.models import Q

from accounts.models import Departure, GoneHandle, User
from ashes_club.models import Card
from lore.models import PageRevision
from payments import membership
from payments.models import Bag, Copy, Handover, Order

# A log is no log if whoever wrote in it can have it cut.
STAYS = {LogEntry}


def remove_due() -> int:
    """Remove the accounts whose days of grace are over; how many went."""
    members = [each.user for each in Departure.objects.due().select_related("user")]
    return sum(map(remove, members))


def remove(member: User) -> bool:
    """Remove an account now. False where it was called off, or has to wait because money for it
    is on its way."""
    with transaction.atomic():
        _lock(member)
        is_due = Departure.objects.due().of(member).exists()
        if not is_due or Order.objects.unfinished().filter(buyer=member).exists():
            return False
        files = [copy.file for copy in member.data_copies.all()] + [member.picture]
        membership.end_for(member)
        _end_gifts(member)
        _keep_handles_back(member)
        _forget_in_words(member)
        _sign_out(member)
        _let_go(member)
    for file in files:
        if file.name:
            file.storage.delete(file.name)
    return True


def _lock(member: User) -> None:
    """In the order of every purchase; the account last, which each of those rows points at."""
    for rows in (
        Bag.objects.filter(user=member),
        Order.objects.filter(buyer=member),
        Copy.objects.filter(owner=member),
        User.objects.filter(pk=member.pk),
    ):
        list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _end_gifts(member: User) -> None:
    """What is on its way from them is taken back, what is on its way to them declined."""
    for handover in Handover.objects.sealed().given_by(member):
        handover.withdraw()
    for handover in Handover.objects.asked_of(member):
        handover.decline()
    Handover.objects.given_by(member).update(message="")
    Handover.objects.filter(handle__in=_handles_of(member)).update(handle="")


def _keep_handles_back(member: User) -> None:
    """Nobody else is ever called so; in the record the keeper has no name any more."""
    for handle in _handles_of(member):
        GoneHandle.keep(handle)
        PageRevision.objects.forget_keeper(handle, member.name_when_gone)
        for card in Card.objects.filter(path=f"/members/{handle}/"):
            card.file.delete(save=False)
            card.delete()


def _handles_of(member: User) -> list[str]:
    return [member.handle, *member.former_handles.values_list("handle", flat=True)]


def _forget_in_words(member: User) -> None:
    """Where an address or a handle stands in the words of a log or of a job."""
    account = ContentType.objects.get_for_model(User)
    about = Q(content_type=account, object_id=str(member.pk))
    named = Q(object_repr__icontains=member.email) | Q(change_message__icontains=member.email)
    gone = {"object_repr": "An account that was removed", "change_message": ""}
    LogEntry.objects.filter(about | named).update(**gone)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE strpos(lower(args::text), %s) > 0",
            [member.email.lower()],
        )


def _sign_out(member: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(member.pk):
            session.delete()


def _let_go(member: User) -> None:
    stays = False
    for relation in member._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            stays |= _loosen(relation, member)
    # First, so that pages which others have in memory are drawn anew.
    member.forget()
    if not stays:
        member.delete()


def _loosen(relation: Any, member: User) -> bool:
    """Do with the rows of one table what they say; whether any of them needs its author."""
    rows = relation.related_model._base_manager.filter(**{relation.field.name: member})
    if relation.on_delete is models.PROTECT or relation.related_model in STAYS:
        return rows.exists()
    if relation.on_delete is models.SET_NULL:
        rows.update(**{relation.field.name: None})
    else:
        rows.delete()
    return False
