"""Letters about wishes: one for each time a watched piece opens or comes back, and no more."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from accounts.models import MailKind, unsubscribe_url
from core.mailing import Letter
from payments.models import Wish

BATCH = 500  # wishes in one transaction
OPENED, RETURNED = "opened", "returned"
SUBJECTS = {OPENED: "{} is open", RETURNED: "{} can be had again"}


def look() -> int:
    """Note which watched pieces are gone, and take the wishes that are due; how many they were."""
    Wish.objects.lost().update(awaits_since=timezone.now())
    taken = 0
    while batch := _take_batch():
        taken += batch
    return taken


@transaction.atomic
def _take_batch() -> int:
    """Take due wishes and queue their letters in one transaction.

    Two workers share the rows: what one has locked the other skips, and what one has taken is
    no longer due when the other looks at it.
    """
    due = Wish.objects.due().select_for_update(skip_locked=True, of=("self",))
    wishes = list(due.select_related("item").order_by("pk")[:BATCH])
    taken = Wish.objects.filter(pk__in=[wish.pk for wish in wishes])
    taken.update(awaits_since=None, told_at=timezone.now())
    letters: list[Any] = [{"wish_id": one.pk, "because": _reason(one)} for one in wishes]
    if letters:
        queue.configure_task("payments.tasks.send_wish_letter").batch_defer(*letters)
    return len(wishes)


def _reason(wish: Wish) -> str:
    opens_at, since = wish.item.opens_at, wish.awaits_since
    return OPENED if opens_at and since and opens_at >= since else RETURNED


def send(wish: Wish, because: str) -> bool:
    """Mail one letter; False if none is wanted, or what it would say is no longer true."""
    if not wish.owner.is_active or not wish.owner.wants(MailKind.WISHES):
        return False
    if not wish.item.is_for_sale:
        Wish.objects.filter(pk=wish.pk, awaits_since=None).update(awaits_since=timezone.now())
        return False
    letter(wish, because).send()
    return True


def letter(wish: Wish, because: str) -> Letter:
    """What has opened or come back, and how to end these letters."""
    end_url = unsubscribe_url(wish.owner, MailKind.WISHES)
    context = {
        "item": wish.item,
        "item_url": settings.SITE_URL + wish.item.get_absolute_url(),
        "has_opened": because == OPENED,
    }
    subject = SUBJECTS[because].format(wish.item.name)
    return Letter("wish", subject, [wish.owner.email], context, unsubscribe_url=end_url)
