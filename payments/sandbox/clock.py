"""Sandbox time: the real clock, plus as much as a test has moved it ahead."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import F

from payments.sandbox.models import Bench

_moment: ContextVar[int | None] = ContextVar("moment", default=None)


def bench() -> Bench:
    """The one row of test switches."""
    return Bench.objects.get_or_create(pk=1)[0]


def precise(known: Bench | None = None) -> float:
    """Sandbox time in seconds since 1970, with its fraction; `known` saves looking it up."""
    return time.time() + (known or bench()).ahead


def now() -> int:
    """Sandbox time in whole seconds since 1970; within `as_of`, that moment."""
    moment = _moment.get()
    return int(precise()) if moment is None else moment


@contextmanager
def as_of(moment: int) -> Iterator[None]:
    """Let `now` be one moment: that of a request, or that at which something was due.

    Two years in one step then leave the same dates behind as two years of small steps.
    """
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


def advance(seconds: int) -> int:
    """Move the clock ahead and return the new time; it never moves back."""
    bench()
    Bench.objects.filter(pk=1).update(ahead=F("ahead") + seconds)
    return now()
