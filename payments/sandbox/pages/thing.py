"""One object as Stripe's dashboard would show it: what it is now, and what happened to it."""

import json
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from payments.sandbox.checkout.disputes import OUTCOMES, answer_dispute
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource
from payments.sandbox.webhooks.events import wake_deliverer


@require_GET
def thing(request: HttpRequest, ref: str) -> HttpResponse:
    """Any object or event as JSON for people; an open dispute can be answered here."""
    found = Resource.objects.filter(ref=ref).first()
    return _page(request, ref, found, 200 if found else 404)


@require_POST
def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer a dispute as the dashboard's form does, with a text that decides how it ends."""
    said = request.POST.get("text", "")
    try:
        if said in OUTCOMES:
            _answer(ref, said)
    except Refusal as refused:
        found = Resource.objects.filter(ref=ref).first()
        return _page(request, ref, found, 422, said=str(refused))
    return redirect("thing", ref)


@transaction.atomic
def _answer(ref: str, text: str) -> None:
    answer_dispute(Resource.objects.locked("dispute", ref), {"uncategorized_text": text}, True)
    wake_deliverer()


def _page(
    request: HttpRequest, ref: str, found: Resource | None, status: int, **more: Any
) -> HttpResponse:
    text = json.dumps(found.data, indent=2, ensure_ascii=False) if found else ""
    events = Resource.objects.of("event").filter(data__data__object__id=ref)
    context = {"thing": found, "text": text, "ref": ref, "events": events, **more}
    return render(request, "sandbox/thing.html", context, status=status)
