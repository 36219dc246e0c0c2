"""A member who has done everything one can do here, and the shop they did it in."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from accounts.models import Agreement, DataCopy, Departure, MailKind, User
from payments.demo import _line_of, _paid_order
from payments.models import Bag, Copy, Download, Handover, Invoice, Place, Review, Wish, WrongCode


def live_fully(member: Any, item: Any, picture: bytes) -> dict[str, Any]:
    """Fill every table that a member can fill, and say what came of it."""
    order = _paid_order(member, timezone.now(), item.price_cents)
    line = _line_of(order, item)
    copy = Copy.objects.create(item=item, serial=7, owner=member, order_line=line)
    Download.objects.create(copy=copy, file=None, member=member, version=1)
    Review.write(copy, member, 5, "It burns as it should.")
    copy.pass_to(member, "bought")
    Handover.give(copy, member, message="Happy birthday, from mira.", email="friend@ashes.example")
    Bag.objects.create(user=member).put(item)
    Wish.make(member, item)
    Place.objects.create(member=member, item=item)
    WrongCode.objects.create(member=member)
    _come_in(member)
    member.choose_letters(MailKind.GIFTS, False)
    Agreement.log_signup(member)
    Agreement.log_order(member, order.number, "2026-11-25")
    member.take_handle("mira-of-ash")
    member.picture.save("me.webp", ContentFile(picture))
    kept = DataCopy(user=member, made_at=timezone.now())
    kept.file.save("data.zip", ContentFile(b"embers"))
    queue.configure_task("accounts.tasks.send_letter").defer(to=[member.email])
    return {"order": order, "copy": copy, "invoice": Invoice.issue(order), "data_copy": kept}


def _come_in(member: Any) -> None:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={"secret": "s3"})
    SocialAccount.objects.create(user=member, provider="discord", uid="1", extra_data={})
    UserSession.objects.create(
        user=member, session_key="elsewhere", ip="203.0.113.7", user_agent="Firefox"
    )
    about = ContentType.objects.get_for_model(type(member))
    LogEntry.objects.create(
        user=User.objects.get(handle="ash"),
        content_type=about,
        object_id=member.pk,
        object_repr=str(member),
        action_flag=CHANGE,
        change_message=f"Changed {member.email}.",
    )


def is_due(member: Any) -> Departure:
    """Let the member have asked to leave, and the days of grace be over."""
    departure = Departure.ask(member)
    past = timezone.now() - timedelta(days=1)
    Departure.objects.filter(pk=departure.pk).update(
        asked_at=past - timedelta(days=14), due_at=past
    )
    return departure
