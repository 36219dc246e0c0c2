"""`backup --every-night-at` waits, makes one, and goes on waiting, whatever came of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from ashes_club.management.commands import backup

EVENING = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)


class Clock:
    """Time that passes only where somebody waits; it stops the world after `nights` waits."""

    def __init__(self, nights: int) -> None:
        self.now, self.nights, self.waits = EVENING, nights, []

    def sleep(self, seconds: float) -> None:
        if len(self.waits) == self.nights:
            raise KeyboardInterrupt
        self.waits.append(timedelta(seconds=seconds))
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def nights(monkeypatch):
    """Run the command for some nights; how long it waited before each."""

    def run(number, make, at="03:17"):
        clock = Clock(number)
        monkeypatch.setattr(backup.timezone, "now", lambda: clock.now)
        monkeypatch.setattr(backup.time, "sleep", clock.sleep)
        monkeypatch.setattr(backup.Command, "_make", lambda self: make())
        with pytest.raises(KeyboardInterrupt):
            call_command("backup", every_night_at=at)
        return clock.waits

    return run


def test_one_is_made_each_night_at_its_time(nights):
    made = []
    waits = nights(3, lambda: made.append(1))
    assert waits == [timedelta(hours=5, minutes=17), timedelta(days=1), timedelta(days=1)]
    assert len(made) == 3


def test_night_that_failed_is_tried_again_within_the_hour(nights, capsys):
    def fail():
        raise CommandError("No backup was made: the disk is full")

    assert nights(3, fail)[1:] == [timedelta(hours=1), timedelta(hours=1)]
    assert "the disk is full" in capsys.readouterr().err


@pytest.mark.parametrize("at", ["25:00", "3", "night", "03:17:00"])
def test_time_that_is_none_is_refused_in_a_sentence(at):
    with pytest.raises(CommandError, match="A time of day is like 03:17"):
        call_command("backup", every_night_at=at)
