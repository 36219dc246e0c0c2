"""The developer's page: what the sandbox did, and what it sent."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from payments.sandbox import clock
from payments.sandbox.billing.calendar import DAY
from payments.sandbox.checkout.pricing import money
from payments.sandbox.checkout.settle import settle_due
from payments.sandbox.models import Attempt, Delivery, Resource
from payments.sandbox.pages.words import day, subscription_words
from payments.sandbox.webhooks.events import wake_deliverer

_SHOWN = 20


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The newest sessions, subscriptions, events with their deliveries, and the delivery log."""
    sessions = [each.data for each in Resource.objects.of("checkout.session")[:_SHOWN]]
    for session in sessions:
        session["money"] = money(session["amount_total"], session["currency"])
    deliveries = Delivery.objects.select_related("event", "endpoint").order_by("-pk")[:_SHOWN]
    log = Attempt.objects.select_related("delivery__event", "delivery__endpoint")[:_SHOWN]
    subscriptions = Resource.objects.of("subscription")[:_SHOWN]
    context = {
        "shop": settings.SHOP_NAME,
        "today": day(clock.now()),
        "subscriptions": [subscription_words(each) for each in subscriptions],
        "sessions": sessions,
        "events": Resource.objects.of("event")[:_SHOWN],
        "deliveries": deliveries,
        "log": log,
        "endpoints": Resource.objects.of("webhook_endpoint"),
        "bench": clock.bench(),
    }
    return render(request, "sandbox/overview.html", context)


@require_POST
def forward(request: HttpRequest) -> HttpResponse:
    """Move the clock ahead by some days and two hours, in which drafts are charged."""
    days = request.POST.get("days", "")
    if days.isascii() and days.isdigit() and len(days) < 5:
        clock.advance(int(days) * DAY + 2 * 3600)
        settle_due()
        wake_deliverer()
    return redirect("overview")


@require_GET
def event(request: HttpRequest, ref: str) -> HttpResponse:
    """One event as JSON for people."""
    found = Resource.objects.of("event").filter(ref=ref).first()
    text = json.dumps(found.data, indent=2, ensure_ascii=False) if found else ""
    context = {"event": found, "text": text, "ref": ref}
    return render(request, "sandbox/event.html", context, status=200 if found else 404)
