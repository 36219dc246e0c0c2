"""What the tests of the Club share: a subscription as the gateway hands it out, and a member."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from payments.gateway import Billed, Subscription
from payments.models import Membership

A_MONTH = timedelta(days=31)
_numbers = count(1)


def subscription(**facts: Any) -> Subscription:
    """One that is active and paid for a month; every field can be given otherwise."""
    number, now = next(_numbers), timezone.now()
    given = {
        "id": f"sub_{number}",
        "customer": f"cus_{number}",
        "status": "active",
        "plan": "monthly",
        "price_cents": 400,
        "currency": "eur",
        "started_at": now,
        "period_end": now + A_MONTH,
        "ends_at": None,
        "ended_at": None,
        "unpaid_since": None,
        "joining_key": "",
        **facts,
    }
    return Subscription(**given)


def bill(**facts: Any) -> Billed:
    """A renewal that was paid; every field can be given otherwise."""
    number, now = next(_numbers), timezone.now()
    given = {
        "id": f"in_{number}",
        "number": f"ASH-{number:04d}",
        "reason": "subscription_cycle",
        "status": "paid",
        "amount_cents": 400,
        "currency": "eur",
        "made_at": now,
        "paid_at": now,
        "page_url": "",
        "tries": 1,
        "next_try_at": None,
        **facts,
    }
    return Billed(**given)


def membership(member: Any, looked_at: datetime | None = None, **facts: Any) -> Membership:
    """This member's membership, as of a subscription with these facts."""
    row = Membership.begin(member, subscription(**facts), looked_at or timezone.now())
    row.refresh_from_db()
    return row


def news() -> list[str]:
    """The letters queued about the memberships there are, oldest first."""
    known = set(Membership.objects.values_list("pk", flat=True))
    jobs = ProcrastinateJob.objects.filter(task_name="payments.tasks.send_club_letter")
    letters = [job.args for job in jobs.order_by("id")]
    return [letter["news"] for letter in letters if letter["membership_id"] in known]


def join(client: Client, plan: str = "yearly", **fields: Any) -> Any:
    """The reply to the button of the Club's page."""
    form = {"plan": plan, "consent": "on", "monthly": "400", "yearly": "4000", **fields}
    return client.post(reverse("payments:club_join"), form)
