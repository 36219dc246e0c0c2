"""/_sandbox/: what tests and developers may do to the stand-in. No part of Stripe's API."""

import json
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from payments.sandbox import clock
from payments.sandbox.api.endpoints import register
from payments.sandbox.checkout.settle import settle_due
from payments.sandbox.models import (
    AFTER_LAST_RETRY,
    Attempt,
    Bench,
    Delivery,
    Resource,
    StoredReply,
    usual_billing,
)
from payments.sandbox.webhooks.events import wake_deliverer

_WEBHOOK_FAULTS = {"duplicate": int, "shuffle": bool, "hold": bool, "drop": bool | list}
_WEBHOOK_FAULTS |= {"delay": int | float, "refuse": int}
_API_FAULTS = {"500", "429", "timeout", "reply_lost"}
_API_FIELDS = {"fault": str, "times": int, "path": str, "verb": str, "seconds": int | float}


class BadSwitch(ValueError):
    """The test asked for something that does not exist; better loud than ignored."""


@require_POST
def advance_clock(request: HttpRequest) -> HttpResponse:
    """{"advance": seconds}: move time ahead, and let everything that is due happen."""
    try:
        seconds = _json(request).get("advance")
        if not isinstance(seconds, int) or seconds < 0:
            raise BadSwitch("advance must be a whole number of seconds, 0 or more")
    except BadSwitch as bad:
        return JsonResponse({"error": str(bad)}, status=400)
    now = clock.advance(seconds)
    settle_due()
    wake_deliverer()
    return JsonResponse({"now": now})


@require_POST
def set_faults(request: HttpRequest) -> HttpResponse:
    """Replace all faults; {} switches every fault off."""
    try:
        faults = _checked(_json(request))
    except BadSwitch as bad:
        return JsonResponse({"error": str(bad)}, status=400)
    clock.bench()
    Bench.objects.filter(pk=1).update(faults=faults)
    wake_deliverer()
    return JsonResponse({"faults": faults})


@require_POST
def set_billing(request: HttpRequest) -> HttpResponse:
    """What happens when a renewal cannot be paid; Stripe's Dashboard has the same settings."""
    try:
        chosen = _checked_billing(usual_billing() | _json(request))
    except BadSwitch as bad:
        return JsonResponse({"error": str(bad)}, status=400)
    clock.bench()
    Bench.objects.filter(pk=1).update(billing=chosen)
    return JsonResponse({"billing": chosen})


@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """Forget everything, and register the environment's endpoint anew."""
    for tries_left in (2, 1, 0):
        try:
            _forget()
            break
        except OperationalError:
            # A request that is still under way may hold tables in another order: a deadlock.
            if not tries_left:
                raise
    return JsonResponse({"reset": True})


@transaction.atomic
def _forget() -> None:
    # In the order in which the deliverer takes them, so that neither waits for the other.
    tables = [m._meta.db_table for m in (StoredReply, Resource, Bench, Delivery, Attempt)]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)}")
    if settings.WEBHOOK_URL:
        register(settings.WEBHOOK_URL, settings.WEBHOOK_SECRET)


@require_GET
def state(request: HttpRequest) -> HttpResponse:
    """What there is: counts, faults, time, and how many deliveries still wait."""
    kinds = list(Resource.objects.values_list("kind", flat=True))
    waiting = Delivery.objects.exclude(next_attempt_at=None).exclude(endpoint__deleted=True)
    shown = {
        "now": clock.now(),
        "faults": clock.bench().faults,
        "objects": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "waiting": waiting.count(),
        "delivered": Delivery.objects.filter(delivered=True).count(),
    }
    return JsonResponse(shown)


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an event again now, delivered before or not."""
    if not Delivery.objects.filter(pk=pk).update(next_attempt_at=clock.precise()):
        raise Http404
    wake_deliverer()
    return redirect("overview")


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        read = json.loads(request.body or b"{}")
    except ValueError as bad:
        raise BadSwitch("the body must be JSON") from bad
    if not isinstance(read, dict):
        raise BadSwitch("the body must be a JSON object")
    return read


def _checked(faults: dict[str, Any]) -> dict[str, Any]:
    webhooks, api = faults.get("webhooks", {}), faults.get("api", [])
    if set(faults) - {"webhooks", "api"} or not isinstance(api, list):
        raise BadSwitch('faults are {"webhooks": {…}, "api": [{…}]}')
    _check_fields(webhooks, _WEBHOOK_FAULTS)
    for fault in api:
        _check_fields(fault, _API_FIELDS)
        if fault.get("fault") not in _API_FAULTS:
            raise BadSwitch(f"fault must be one of {', '.join(sorted(_API_FAULTS))}")
    return faults


def _checked_billing(asked: dict[str, Any]) -> dict[str, Any]:
    days, then = asked["retry_days"], asked["after_last_retry"]
    if set(asked) != set(usual_billing()):
        raise BadSwitch(f"billing settings are {', '.join(usual_billing())}")
    if not isinstance(days, list) or not all(isinstance(n, int) and n > 0 for n in days):
        raise BadSwitch("retry_days is a list of whole days")
    if then not in AFTER_LAST_RETRY:
        raise BadSwitch(f"after_last_retry is one of {', '.join(AFTER_LAST_RETRY)}")
    return asked


def _check_fields(given: Any, known: dict[str, Any]) -> None:
    if not isinstance(given, dict):
        raise BadSwitch("each fault is a JSON object")
    for name, value in given.items():
        if name not in known or not isinstance(value, known[name]):
            raise BadSwitch(f"no such fault: {name}={value!r}; known are {', '.join(known)}")
