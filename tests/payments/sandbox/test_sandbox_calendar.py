"""Where periods end: counted from the anchor, in UTC, whatever the months are like."""

from datetime import UTC, datetime

import pytest

from payments.sandbox.billing.calendar import boundary, next_boundary


def _at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def _ends(anchor: str, interval: str, count: int, periods: int) -> list[str]:
    recurring = {"interval": interval, "interval_count": count}
    ends = [boundary(_at(anchor), recurring, n) for n in range(1, periods + 1)]
    return [datetime.fromtimestamp(end, UTC).strftime("%Y-%m-%dT%H:%M") for end in ends]


@pytest.mark.parametrize(
    ("anchor", "interval", "count", "ends"),
    [
        ("2027-01-31T10:00", "month", 1, ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
        ("2028-01-31T10:00", "month", 1, ["2028-02-29", "2028-03-31"]),
        ("2027-12-30T10:00", "month", 1, ["2028-01-30", "2028-02-29", "2028-03-30"]),
        ("2027-11-30T10:00", "month", 3, ["2028-02-29", "2028-05-30"]),
        ("2028-02-29T10:00", "year", 1, ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("2027-03-01T10:00", "year", 1, ["2028-03-01"]),
        ("2027-12-31T10:00", "day", 1, ["2028-01-01", "2028-01-02"]),
        ("2027-03-25T10:00", "week", 2, ["2027-04-08", "2027-04-22"]),
    ],
)
def test_periods_end_on_the_day_of_the_anchor_or_the_last_of_a_short_month(
    anchor, interval, count, ends
):
    assert _ends(anchor, interval, count, len(ends)) == [f"{end}T10:00" for end in ends]


def test_next_end_lies_after_the_moment_and_never_on_it():
    monthly = {"interval": "month", "interval_count": 1}
    anchor, february = _at("2027-01-31T10:00"), _at("2027-02-28T10:00")
    assert next_boundary(anchor, monthly, anchor) == february
    assert next_boundary(anchor, monthly, february - 1) == february
    assert next_boundary(anchor, monthly, february) == _at("2027-03-31T10:00")
