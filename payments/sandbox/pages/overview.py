"""The developer's page: what the sandbox did, and what it sent."""

from datetime import timedelta

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
        "ahead": timedelta(seconds=clock.bench().ahead),
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
    """Move the clock ahead: by minutes, or by days and two hours, in which drafts are charged."""
    minutes, days = _count(request, "minutes"), _count(request, "days")
    if minutes or days:
        clock.advance(minutes * 60 + (days * DAY + 2 * 3600 if days else 0))
        settle_due()
        wake_deliverer()
    return redirect("overview")


def _count(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0
