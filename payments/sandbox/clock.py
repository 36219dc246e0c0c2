"""Sandbox time: the real clock, plus as much as a test has moved it ahead."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import F

from payments.sandbox.models import Bench

_moment: ContextVar[int | None] = ContextVar("moment", default=None)
_bench: ContextVar[Bench | None] = ContextVar("bench", default=None)


def bench() -> Bench:
    """The one row of test switches; within `as_of`, as it was at its beginning."""
    return _bench.get() or Bench.objects.get_or_create(pk=1)[0]


def precise() -> float:
    """Sandbox time in seconds since 1970, with its fraction."""
    return time.time() + bench().ahead


def now() -> int:
    """Sandbox time in whole seconds since 1970; within `as_of`, that moment."""
    moment = _moment.get()
    return int(precise()) if moment is None else moment


@contextmanager
def as_of(moment: int | None = None) -> Iterator[None]:
    """Let `now` be one moment: that at which something was due, else the present one.

    Two years in one step then leave the same dates behind as two years of small steps.
    """
    switches = _bench.set(Bench.objects.get_or_create(pk=1)[0])
    token = _moment.set(int(precise()) if moment is None else moment)
    try:
        yield
    finally:
        _moment.reset(token)
        _bench.reset(switches)


def advance(seconds: int) -> int:
    """Move the clock ahead and return the new time; it never moves back."""
    Bench.objects.get_or_create(pk=1)
    Bench.objects.filter(pk=1).update(ahead=F("ahead") + seconds)
    return now()
