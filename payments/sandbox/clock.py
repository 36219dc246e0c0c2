"""Sandbox time: the real clock, plus as much as a test has moved it ahead."""

import time

from django.db.models import F

from payments.sandbox.models import Bench


def bench() -> Bench:
    """The one row of test switches."""
    return Bench.objects.get_or_create(pk=1)[0]


def precise() -> float:
    """Sandbox time in seconds since 1970, with its fraction."""
    return time.time() + bench().ahead


def now() -> int:
    """Sandbox time in whole seconds since 1970."""
    return int(precise())


def advance(seconds: int) -> int:
    """Move the clock ahead and return the new time; it never moves back."""
    bench()
    Bench.objects.filter(pk=1).update(ahead=F("ahead") + seconds)
    return now()
