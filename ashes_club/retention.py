"""What nobody needs any more goes by itself. /house/privacy/ prints these very rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import Agreement, DataCopy, User
from payments.models import Bag, Download, Joining, Order, StripeEvent, WrongCode


@dataclass(frozen=True)
class Rule:
    """What is removed once it is older than its days, and what removes it."""

    what: str
    key: str  # of settings.RETENTION_DAYS
    remove: Callable[[datetime], Any]

    @property
    def days(self) -> int:
        return settings.RETENTION_DAYS[self.key]


def tidy() -> None:
    """Remove all whose time is over; called once a day, and doing nothing when called twice."""
    now = timezone.now()
    _remove_over(now)
    for rule in RULES:
        rule.remove(now - timedelta(days=rule.days))


def _remove_over(now: datetime) -> None:
    """What ends by itself: sessions, links to copies of data, what a removed account left."""
    Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    for copy in DataCopy.objects.over():
        copy.drop()
    Joining.objects.filter(member=None).exclude(closed_at=None).update(email="")


def _bags(before: datetime) -> None:
    Bag.objects.filter(user=None, made_at__lt=before).delete()


def _unconfirmed(before: datetime) -> None:
    """Accounts whose address nobody ever confirmed, and who never came in or bought anything."""
    never_in = User.objects.filter(date_joined__lt=before, last_login=None, is_staff=False)
    unconfirmed = never_in.exclude(emailaddress__verified=True)
    unconfirmed.filter(emailaddress__isnull=False).exclude(
        pk__in=Order.objects.exclude(buyer=None).values("buyer")
    ).delete()


def _jobs(before: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status NOT IN ('todo', 'doing') AND NOT EXISTS "
            "(SELECT FROM procrastinate_events WHERE job_id = procrastinate_jobs.id AND at >= %s)",
            [before],
        )


def _events(before: datetime) -> None:
    StripeEvent.objects.filter(handled_at__lt=before).delete()


def _wrong_codes(before: datetime) -> None:
    WrongCode.objects.filter(at__lt=before).delete()


def _downloads(before: datetime) -> None:
    Download.objects.filter(at__lt=before).delete()


def _agreements(before: datetime) -> None:
    Agreement.objects.nobodys().filter(at__lt=before).delete()


RULES = [
    Rule("Bags of visitors who are not signed in", "visitors_bags", _bags),
    Rule("Accounts whose address was never confirmed", "unconfirmed_accounts", _unconfirmed),
    Rule("Letters and other work that failed for good", "failed_jobs", _jobs),
    Rule("What Stripe told us, once it is acted upon", "stripe_events", _events),
    Rule("Tries at codes that do not exist", "wrong_codes", _wrong_codes),
    Rule("Which file was fetched when", "downloads", _downloads),
    Rule("What removed accounts had agreed to", "nobodys_agreements", _agreements),
]
