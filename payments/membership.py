"""What membership of the Club allows: the one seam that shop and house ask."""

from typing import Any

from procrastinate.contrib.django import app as queue

from payments.models.joining import Joining
from payments.models.membership import Membership, is_member, may_enter_early

__all__ = ["end_for", "is_member", "may_enter_early"]


def end_for(user: Any) -> None:
    """Have Stripe end what this user has, or is about to get, at once and without a charge.

    To be called in the transaction that removes the account, before the account is gone: the
    task is queued in it. The rows stay for the books, without a name.
    """
    membership = Membership.objects.of(user)
    joinings = Joining.objects.open().filter(member=user)
    queue.configure_task("payments.tasks.end_membership").defer(
        membership_id=membership.pk if membership else None,
        joining_ids=list(joinings.values_list("pk", flat=True)),
        user_id=user.pk,
    )
