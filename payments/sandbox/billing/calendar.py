"""When a subscription is billed: every period is counted from its anchor, in UTC.

Counted from the anchor and not from the last period, a subscription of 31 January comes back to
31 March after a short February, and one of 29 February to 29 February four years later: as at
Stripe (docs.stripe.com/billing/subscriptions/billing-cycle).
"""

import calendar
from datetime import UTC, datetime
from typing import Any

DAY = 24 * 3600
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


def boundary(anchor: int, recurring: dict[str, Any], count: int) -> int:
    """The second at which the `count`th period after the anchor ends."""
    interval, steps = recurring["interval"], count * recurring["interval_count"]
    if interval in _DAYS:
        return anchor + steps * _DAYS[interval] * DAY
    return months_later(anchor, steps * _MONTHS[interval])


def next_boundary(anchor: int, recurring: dict[str, Any], moment: int) -> int:
    """The first end of a period later than `moment`, itself not before the anchor."""
    count = 1
    while boundary(anchor, recurring, count) <= moment:
        count += 1
    return boundary(anchor, recurring, count)


def months_later(moment: int, months: int) -> int:
    """The same day and hour, months later; the last day where that month is too short."""
    start = datetime.fromtimestamp(moment, UTC)
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    day = min(start.day, calendar.monthrange(year, month)[1])
    return int(start.replace(year=year, month=month, day=day).timestamp())
