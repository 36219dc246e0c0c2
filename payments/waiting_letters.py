"""Letters to those in line: one for each copy that is offered, and one if its time went by."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from accounts.models import MailKind, User, unsubscribe_url
from catalog.models import Item
from core.mailing import Letter
from payments.models import Place
from payments.models.place import free_beyond_the_line


def send(place: Place) -> bool:
    """Mail it; False if none is wanted, or the offer was taken or ended meanwhile."""
    member = place.member
    if member is None or place.state != "offered" or not member.wants(MailKind.WAITING):
        return False
    letter(place, member).send()
    return True


def letter(place: Place, member: User) -> Letter:
    """What is offered and until when, and how to end these letters."""
    url = settings.SITE_URL + place.get_absolute_url()
    context = {"item": place.item, "until": place.offered_until, "offer_url": url}
    return _to(member, "waiting_offer", f"Your turn: {place.item.name}", context)


def send_end_of_turn(member: User, item: Item, until: datetime) -> bool:
    """Mail it, with how it stands now; False if none is wanted, or another offer is out."""
    place = Place.objects.of(member).filter(item=item).first()
    offered_again = place is not None and place.state != "waiting"
    if offered_again or not item.is_offered or not member.wants(MailKind.WAITING):
        return False
    if free_beyond_the_line(item) > 0:
        end_of_turn(member, item, until).send()
    else:
        number = place.number if place else Place.objects.in_line().filter(item=item).count() + 1
        end_of_turn(member, item, until, number, is_in_line=place is not None).send()
    return True


def end_of_turn(
    member: User, item: Item, until: datetime, number: int = 0, *, is_in_line: bool = False
) -> Letter:
    """What went by, and which one in line they are or would be; 0: everyone can buy it."""
    line_url = reverse("payments:waiting_create", args=[item.slug])
    url = settings.SITE_URL + (line_url if number else item.get_absolute_url())
    about = {"item": item, "until": until, "number": number, "is_in_line": is_in_line, "url": url}
    return _to(member, "waiting_passed", f"Your turn for {item.name} went by", about)


def _to(member: User, template: str, subject: str, context: Mapping[str, object]) -> Letter:
    end_url = unsubscribe_url(member, MailKind.WAITING)
    return Letter(template, subject, [member.email], context, unsubscribe_url=end_url)
