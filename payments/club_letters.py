"""Letters about membership. Each is sent by a task of payments.tasks; none can be switched off."""

from django.conf import settings
from django.urls import reverse
from django.utils.dateformat import format as format_date

from core.mailing import Letter
from payments.models import Bill, Membership

SUBJECTS = {
    "joined": "You are a member of the Club",
    "renewed": "Your membership is renewed",
    "failed": "Your membership could not be renewed",
    "grace": "Your membership ends on {grace}",
    "cancelled": "Your membership ends on {end}",
    "lapsed": "Your membership has ended",
}
CLOSED = "The Club is closed to you for now"


def about(membership: Membership, news: str, bill: Bill | None = None) -> Letter:
    """What there is to tell of one membership; `news` is a key of the subjects."""
    dates = {"grace": membership.grace_ends_at, "end": membership.ends_at}
    said = {name: format_date(at, "j F Y") if at else "" for name, at in dates.items()}
    context = {
        "membership": membership,
        "bill": bill,
        "membership_url": settings.SITE_URL + reverse("payments:membership"),
        "club_url": settings.SITE_URL + reverse("payments:club"),
    }
    may_return = news == "lapsed" and not membership.is_over
    subject = CLOSED if may_return else SUBJECTS[news].format(**said)
    to = [membership.member.email] if membership.member else []
    return Letter(f"club_{news}", subject, to, context)
