"""The billing portal: a member's plan, card and invoices, changed without anybody's help."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payments.sandbox.billing import selfservice
from payments.sandbox.billing.methods import method_for
from payments.sandbox.billing.portal import features_of, find_session, is_over
from payments.sandbox.blanks_billing import FEEDBACK
from payments.sandbox.checkout.cards import CARDS
from payments.sandbox.checkout.pricing import money
from payments.sandbox.models import Resource
from payments.sandbox.pages.forms import CardForm
from payments.sandbox.pages.words import (
    card_words,
    day,
    invoice_words,
    price_words,
    subscription_words,
)

_SAID = {
    "card": "Your card is changed. Renewals are charged to it from now on.",
    "plan": "Your plan is changed.",
    "end": "Your subscription will not be renewed.",
    "stay": "Your subscription goes on.",
}
_INVOICES = 24
View = Callable[..., HttpResponse]


def _opened(view: View) -> View:
    """Turn a link's secret into its session; a link that is over says so."""

    @wraps(view)
    def opened(request: HttpRequest, secret: str, **more: Any) -> HttpResponse:
        session = find_session(secret)
        if session is None:
            raise Http404("no such portal session")
        if is_over(session):
            context = {"shop": settings.SHOP_NAME, "back": session.data["return_url"]}
            return render(request, "sandbox/portal_closed.html", context, status=410)
        return view(request, session, **more)

    return opened


@require_GET
@_opened
def home(request: HttpRequest, session: Resource) -> HttpResponse:
    """Everything at a glance, with what may be changed."""
    customer, features = session.data["customer"], features_of(session)
    subscriptions = [_shown(each, features) for each in selfservice.running(customer)]
    invoices = Resource.objects.of("invoice").filter(data__customer=customer)
    shown = invoices[:_INVOICES] if features["invoice_history"]["enabled"] else []
    context = _context(session) | {
        "features": features,
        "subscriptions": subscriptions,
        "card": card_words(_card_of(customer)),
        "invoices": [invoice_words(each) for each in shown],
        "said": _SAID.get(request.GET.get("said", "")),
    }
    return render(request, "sandbox/portal.html", context)


@require_http_methods(["GET", "POST"])
@_opened
def card(request: HttpRequest, session: Resource) -> HttpResponse:
    """Another card for renewals."""
    if not features_of(session)["payment_method_update"]["enabled"]:
        raise Http404("this portal changes no cards")
    if request.method == "GET":
        return _card_page(request, session, CardForm(initial={"country": "DE"}))
    form = CardForm(request.POST.dict())
    if not form.is_valid():
        return _card_page(request, session, form, status=422)
    refused = selfservice.offer_card(session, form.payer())
    if refused is not None:
        return _card_page(request, session, form, status=402, declined=refused)
    if "authenticating" in session.hidden:
        return redirect("portal_authentication", session.hidden["secret"])
    return _done(session, "card")


@require_http_methods(["GET", "POST"])
@_opened
def authentication(request: HttpRequest, session: Resource) -> HttpResponse:
    """The bank's page for a card that asks for its holder."""
    if "authenticating" not in session.hidden:
        return redirect("portal", session.hidden["secret"])
    if request.method == "GET":
        context = _context(session) | {"action": request.path}
        return render(request, "sandbox/authentication.html", context)
    refused = selfservice.answer_bank(session.ref, request.POST.get("result") == "complete")
    if refused is not None:
        form = CardForm(initial={"country": "DE"})
        return _card_page(request, session, form, status=402, declined=refused)
    return _done(session, "card")


@require_http_methods(["GET", "POST"])
@_opened
def plan(request: HttpRequest, session: Resource, ref: str) -> HttpResponse:
    """The other prices; one is chosen, seen with what it costs today, and taken."""
    subscription, features = _subscription(session, ref), features_of(session)
    offered = {each["id"]: each for each in selfservice.choices(features, subscription)}
    if not offered:
        raise Http404("this portal offers no other plan")
    context = _context(session) | {"subscription": subscription_words(subscription)}
    context["offers"] = [_offer(each, features, subscription) for each in offered.values()]
    if request.method == "GET":
        return render(request, "sandbox/portal_plan.html", context)
    chosen = offered.get(request.POST.get("price", ""))
    if chosen is None:
        context["problem"] = "Please choose one of the plans."
        return render(request, "sandbox/portal_plan.html", context, status=422)
    refused = selfservice.change_plan(features, ref, chosen)
    if refused is not None:
        context["problem"] = f"{refused.message} Your plan stays as it is."
        return render(request, "sandbox/portal_plan.html", context, status=402)
    return _done(session, "plan")


@require_http_methods(["GET", "POST"])
@_opened
def end(request: HttpRequest, session: Resource, ref: str) -> HttpResponse:
    """Leave, with the period or at once, and say why if you like."""
    subscription, features = _subscription(session, ref), features_of(session)
    asked = features["subscription_cancel"]
    if not asked["enabled"]:
        raise Http404("this portal ends nothing")
    if request.method == "POST":
        reason = request.POST.get("feedback", "")
        selfservice.leave(features, ref, reason if reason in FEEDBACK else "")
        return _done(session, "end")
    context = _context(session) | {"subscription": subscription_words(subscription)}
    context["at_once"] = asked["mode"] == "immediately"
    reasons = asked["cancellation_reason"]
    known = reasons["options"] if reasons["enabled"] else []
    context["reasons"] = [(word, word.replace("_", " ").capitalize()) for word in known]
    return render(request, "sandbox/portal_end.html", context)


@require_POST
@_opened
def renewal(request: HttpRequest, session: Resource, ref: str) -> HttpResponse:
    """Take the end back."""
    selfservice.stay(_subscription(session, ref).ref)
    return _done(session, "stay")


def _subscription(session: Resource, ref: str) -> Resource:
    found = selfservice.running(session.data["customer"]).filter(ref=ref).first()
    if found is None:
        raise Http404("no such subscription of this customer")
    return found


def _shown(subscription: Resource, features: dict[str, Any]) -> dict[str, Any]:
    may_change = bool(selfservice.choices(features, subscription))
    return subscription_words(subscription) | {"may_change": may_change}


def _offer(
    price: dict[str, Any], features: dict[str, Any], subscription: Resource
) -> dict[str, Any]:
    """A price and what taking it would cost today."""
    change = selfservice.planned(features, subscription, price)
    due = selfservice.due_today(subscription, change)
    return {
        "id": price["id"],
        "words": price_words(price),
        "later": not change.billed_now,
        "today": money(due, price["currency"]) if due > 0 else "",
        "credit": money(-due, price["currency"]) if due < 0 else "",
        "until": day(change.items[0]["current_period_end"]),
    }


def _card_of(customer: str) -> Resource | None:
    """The card that the next renewal is charged to, else the customer's own."""
    subscription = selfservice.running(customer).first()
    if subscription is not None:
        return method_for(subscription)
    chosen = Resource.objects.get(ref=customer).data["invoice_settings"]["default_payment_method"]
    return Resource.objects.of("payment_method").filter(ref=chosen).first()


def _card_page(
    request: HttpRequest, session: Resource, form: CardForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = _context(session) | {"form": form, "cards": CARDS} | more
    return render(request, "sandbox/portal_card.html", context, status=status)


def _context(session: Resource) -> dict[str, Any]:
    return {
        "shop": settings.SHOP_NAME,
        "secret": session.hidden["secret"],
        "back": session.data["return_url"],
        "customer": Resource.objects.get(ref=session.data["customer"]).data,
    }


def _done(session: Resource, said: str) -> HttpResponse:
    return redirect(f"{reverse('portal', args=[session.hidden['secret']])}?said={said}")
