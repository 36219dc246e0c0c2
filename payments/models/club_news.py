"""What there is to tell a member: found under the lock of their row, queued in its transaction."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from procrastinate.contrib.django import app as queue

from payments.models.bill import Bill

if TYPE_CHECKING:
    from payments.gateway import Billed
    from payments.models.membership import Membership

WARNED_BEFORE = timedelta(days=2)  # the end of the grace
FIRST = "subscription_create"  # paid at Checkout, where the buyer sees what happens


def tell(row: "Membership", found: Iterable["Billed"]) -> None:
    """Keep the bills, and queue each letter that is due and was not queued before."""
    _of_beginning(row)
    for each in found:
        _of_bill(row, *Bill.mirror(row, each))
    _of_cancellation(row)
    _of_grace(row)
    _of_end(row)
    row.save(update_fields=["welcomed_at", "told_of_end", "warned_at", "lapsed_at"])


def _of_beginning(row: "Membership") -> None:
    if row.grants and row.welcomed_at is None:
        row.welcomed_at = timezone.now()
        _write(row, "joined")


def _of_bill(row: "Membership", bill: Bill, newly_paid: bool) -> None:
    if bill.reason == FIRST:
        return
    if newly_paid:
        _write(row, "renewed", bill)
    elif bill.is_refused and row.welcomed_at and not row.is_over and bill.complain():
        _write(row, "failed", bill)


def _of_cancellation(row: "Membership") -> None:
    if row.is_over or row.ends_at == row.told_of_end:
        return
    row.told_of_end = row.ends_at
    if row.ends_at:
        _write(row, "cancelled")


def _of_grace(row: "Membership") -> None:
    ends = row.grace_ends_at
    if ends is None:
        row.warned_at = None
    elif row.warned_at is None and ends - WARNED_BEFORE <= timezone.now() < ends:
        row.warned_at = timezone.now()
        _write(row, "grace")


def _of_end(row: "Membership") -> None:
    if row.grants:
        row.lapsed_at = None
    elif row.welcomed_at and row.lapsed_at is None:
        row.lapsed_at = timezone.now()
        _write(row, "lapsed")


def _write(row: "Membership", news: str, bill: Bill | None = None) -> None:
    queue.configure_task("payments.tasks.send_club_letter").defer(
        membership_id=row.pk, news=news, bill_id=bill.pk if bill else None
    )
