"""The developer's page: what the sandbox did, and what it sent."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from payments.sandbox import clock
from payments.sandbox.checkout.pricing import money
from payments.sandbox.models import Attempt, Delivery, Resource

_SHOWN = 20


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The newest sessions, events with their deliveries, and the delivery log."""
    sessions = [each.data for each in Resource.objects.of("checkout.session")[:_SHOWN]]
    for session in sessions:
        session["money"] = money(session["amount_total"], session["currency"])
    deliveries = Delivery.objects.select_related("event", "endpoint").order_by("-pk")[:_SHOWN]
    log = Attempt.objects.select_related("delivery__event", "delivery__endpoint")[:_SHOWN]
    context = {
        "shop": settings.SHOP_NAME,
        "sessions": sessions,
        "events": Resource.objects.of("event")[:_SHOWN],
        "deliveries": deliveries,
        "log": log,
        "endpoints": Resource.objects.of("webhook_endpoint"),
        "bench": clock.bench(),
    }
    return render(request, "sandbox/overview.html", context)


@require_GET
def event(request: HttpRequest, ref: str) -> HttpResponse:
    """One event as JSON for people."""
    found = Resource.objects.of("event").filter(ref=ref).first()
    text = json.dumps(found.data, indent=2, ensure_ascii=False) if found else ""
    context = {"event": found, "text": text, "ref": ref}
    return render(request, "sandbox/event.html", context, status=200 if found else 404)
