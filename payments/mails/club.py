"""Letters about membership of the Club."""

from datetime import timedelta

from core.mailing import Letter, Mail
from payments import club_letters
from payments.mails import samples
from payments.models import Membership

MEMBER = "the member"
PAST_DUE = {"status": "past_due", "unpaid_since": samples.NOON}


def _letters(news: str, *of: Membership) -> list[Letter]:
    return [club_letters.about(membership, news, samples.bill()) for membership in of]


def _failed() -> list[Letter]:
    next_try_at = samples.NOON + timedelta(days=3)
    bill = samples.bill(paid_at=None, next_try_at=next_try_at)
    return [club_letters.about(samples.membership(**PAST_DUE), "failed", bill)]


def _lapsed() -> list[Letter]:
    over = samples.membership(status="canceled", ended_at=samples.NOON)
    return _letters("lapsed", over, samples.membership(status="unpaid"))


def _cancelled() -> list[Letter]:
    return _letters("cancelled", samples.membership(ends_at=samples.NOON + timedelta(days=365)))


MAILS = [
    Mail(
        "club_joined",
        "Stripe has the first payment of a membership",
        MEMBER,
        lambda: _letters("joined", samples.membership()),
    ),
    Mail(
        "club_renewed",
        "a renewal is paid",
        MEMBER,
        lambda: _letters("renewed", samples.membership()),
    ),
    Mail("club_failed", "a renewal could not be taken, once for each bill", MEMBER, _failed),
    Mail(
        "club_grace",
        "two days before an unpaid bill closes the Club",
        MEMBER,
        lambda: _letters("grace", samples.membership(**PAST_DUE)),
    ),
    Mail("club_cancelled", "a membership is told to end", MEMBER, _cancelled),
    Mail("club_lapsed", "a membership is over, or its grace is", MEMBER, _lapsed),
]
