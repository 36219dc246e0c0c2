"""API faults that tests switch on: each fires a number of times, then is spent."""

import time
from typing import Any

from django.db import transaction

from payments.sandbox.errors import Refusal
from payments.sandbox.models import Bench

_BEFORE = {"500", "429", "timeout"}


def fail_before(verb: str, path: str) -> None:
    """Faults that strike before anything is done: an error, or a reply too late to matter."""
    fault = _take(_BEFORE, verb, path)
    if fault is None:
        return
    if fault["fault"] == "timeout":
        time.sleep(fault.get("seconds", 20))
        raise Refusal("The request timed out (a sandbox fault).", status=504, kept=False)
    if fault["fault"] == "429":
        message = "Request rate limit exceeded (a sandbox fault)."
        raise Refusal(message, code="rate_limit", status=429, kept=False)
    raise Refusal("An unknown error occurred (a sandbox fault).", status=500, kept=False)


def loses_reply(verb: str, path: str) -> bool:
    """Is the reply to be lost, although its effect is committed?"""
    return _take({"reply_lost"}, verb, path) is not None


@transaction.atomic
def _take(kinds: set[str], verb: str, path: str) -> dict[str, Any] | None:
    """The first fault for this request, counted down under lock."""
    if not Bench.objects.filter(pk=1, faults__has_key="api").exists():
        return None
    bench = Bench.objects.select_for_update().get(pk=1)
    for fault in bench.faults.get("api", []):
        if fault["fault"] in kinds and _strikes(fault, verb, path):
            fault["times"] = fault.get("times", 1) - 1
            bench.save(update_fields=["faults"])
            return fault
    return None


def _strikes(fault: dict[str, Any], verb: str, path: str) -> bool:
    wanted = fault.get("verb", verb).lower() == verb and path.startswith(fault.get("path", "/"))
    return wanted and fault.get("times", 1) > 0
