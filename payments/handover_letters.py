"""Letters about gifts and transfers: to whoever is asked, and to the giver when it ends."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import MailKind, User, unsubscribe_url
from core.mailing import Letter
from payments.models import Copy, Handover, Order

ENDED = {
    "accepted": "{} has been accepted",
    "declined": "{} was declined and stays with you",
    "expired": "{} is yours again: nobody answered in time",
}
RESTS = {
    "won": "{} is yours again",
    "lost": "{} has left your Locker",
    "refunded": "{} has left your Locker",
}


def send(about: Handover, letter: str) -> None:
    """Send one of them, unless what it would say is no longer true."""
    kinds: dict[str, Callable[[Handover], Letter | None]] = {"gift": _gift, "asked": _asked}
    made = kinds[letter](about) if letter in kinds else _ended(about, letter)
    if made:
        made.send()
    if made and letter == "gift":
        Handover.objects.filter(pk=about.pk).update(mailed_at=timezone.now())


def gift(about: Handover, link: str) -> Letter:
    """To an address that the giver named. It carries no word of the giver's, only their name:
    nobody can have us write theirs to strangers."""
    context = {"giver": about.giver, "expires_at": about.expires_at, "link": link}
    return Letter("gift", f"{about.giver} has a gift for you", [about.email], context)


def asked(about: Handover, member: User) -> Letter:
    """To a member who is to have a piece."""
    subject = f"{about.giver} would pass a piece on to you"
    list_url = settings.SITE_URL + reverse("payments:handover_list")
    context = {"giver": about.giver, "about": about, "copy": about.copy, "list_url": list_url}
    return _to(member, "transfer_asked", subject, context)


def ended(about: Handover, state: str, giver: User) -> Letter:
    """To the giver: what became of it."""
    context = {"about": about, "copy": about.copy, "state": state, "url": _url_of(about)}
    return _to(giver, "handover_ended", ENDED[state].format(about.copy), context)


def piece(about: Copy, status: str, owner_email: str) -> Letter:
    """To somebody who was given a piece: its payment is disputed, decided about or paid back."""
    subject = RESTS.get(status, "{} rests for a while").format(about)
    locker_url = settings.SITE_URL + reverse("payments:locker")
    context = {"copy": about, "status": status, "locker_url": locker_url}
    return Letter("given_piece", subject, [owner_email], context)


def to_other_owners(order: Order, copies: Iterable[Copy], status: str) -> list[Letter]:
    """To everybody but the buyer who has, or had until now, one of these copies of the order."""
    return [
        piece(copy, status, copy.owner.email)
        for copy in copies
        if copy.owner is not None and copy.owner_id != order.buyer_id
    ]


def _gift(about: Handover) -> Letter | None:
    is_due = about.is_sealed and about.email and about.mailed_at is None
    return gift(about, about.new_link()) if is_due else None


def _asked(about: Handover) -> Letter | None:
    member = about.recipient if about.is_sealed else None
    return asked(about, member) if member and member.wants(MailKind.GIFTS) else None


def _ended(about: Handover, state: str) -> Letter | None:
    giver = about.giver
    return ended(about, state, giver) if giver and giver.wants(MailKind.GIFTS) else None


def _to(member: User, template: str, subject: str, context: dict[str, Any]) -> Letter:
    """Letters that a member may end. Those about a piece they lose always go."""
    end_url = unsubscribe_url(member, MailKind.GIFTS)
    return Letter(template, subject, [member.email], context, unsubscribe_url=end_url)


def _url_of(about: Handover) -> str:
    return settings.SITE_URL + about.get_absolute_url()
