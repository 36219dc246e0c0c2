"""The letter to whoever is next in line: one for each copy that is offered."""

from django.conf import settings

from accounts.models import MailKind, User, unsubscribe_url
from core.mailing import Letter
from payments.models import Place


def send(place: Place) -> bool:
    """Mail it; False if none is wanted, or the offer was taken or ended meanwhile."""
    member = place.member
    if member is None or place.state != "offered" or not member.wants(MailKind.WAITING):
        return False
    letter(place, member).send()
    return True


def letter(place: Place, member: User) -> Letter:
    """What is offered and until when, and how to end these letters."""
    context = {
        "item": place.item,
        "until": place.offered_until,
        "offer_url": settings.SITE_URL + place.get_absolute_url(),
    }
    subject = f"Your turn: {place.item.name}"
    end_url = unsubscribe_url(member, MailKind.WAITING)
    return Letter("waiting_offer", subject, [member.email], context, unsubscribe_url=end_url)
