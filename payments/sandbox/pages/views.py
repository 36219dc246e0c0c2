"""The pages a buyer sees: Checkout, 3-D Secure, and what a closed session looks like."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from payments.sandbox.billing.items import rhythm
from payments.sandbox.checkout.cards import CARDS
from payments.sandbox.checkout.confirm import Outcome, authenticate, confirm, is_free, is_open
from payments.sandbox.checkout.discounts import use_code
from payments.sandbox.checkout.pricing import money
from payments.sandbox.models import Resource
from payments.sandbox.pages.forms import PayForm


@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest, ref: str) -> HttpResponse:
    """The hosted page; a POST tries to pay."""
    session = _session(ref)
    if not is_open(session):
        return _closed(request, session)
    wants_terms = _wants_terms(session.data)
    if request.method == "GET":
        return _page(request, session, PayForm(terms=wants_terms, initial=_initial(session.data)))
    form = PayForm(_answers(request, session.data), terms=wants_terms)
    if not form.is_valid():
        return _page(request, session, form, status=422)
    return _after(request, ref, confirm(ref, form.payer()), form)


@require_http_methods(["GET", "POST"])
def authentication(request: HttpRequest, ref: str) -> HttpResponse:
    """The bank's 3-D Secure page: pass it, or fail it."""
    session = _session(ref)
    if not is_open(session) or "authenticating" not in session.hidden:
        return redirect("checkout", ref)
    if request.method == "GET":
        context = _summary(session) | {"action": request.path}
        return render(request, "sandbox/authentication.html", context)
    outcome = authenticate(ref, passed=request.POST.get("result") == "complete")
    form = PayForm(terms=_wants_terms(session.data), initial=_initial(session.data))
    return _after(request, ref, outcome, form)


@require_POST
def promotion(request: HttpRequest, ref: str) -> HttpResponse:
    """The buyer types a promotion code, or takes it off."""
    session = _session(ref)
    if not is_open(session) or not session.data["allow_promotion_codes"]:
        return redirect("checkout", ref)
    refused = use_code(ref, request.POST.get("code", ""))
    if not refused:
        return redirect("checkout", ref)
    form = PayForm(terms=_wants_terms(session.data), initial=_initial(session.data))
    return _page(request, session, form, status=422, code_error=refused)


def _after(request: HttpRequest, ref: str, outcome: Outcome, form: PayForm) -> HttpResponse:
    """Where an attempt leads: to the shop, to the bank, or back to the form."""
    session = _session(ref)
    if outcome.state == "complete":
        return HttpResponseRedirect(_success(session))
    if outcome.state == "authenticate":
        return redirect("authentication", ref)
    if outcome.state == "closed":
        return _closed(request, session)
    return _page(request, session, form, status=402, declined=outcome)


def _session(ref: str) -> Resource:
    found = Resource.objects.of("checkout.session").filter(ref=ref).first()
    if found is None:
        raise Http404("no such Checkout session")
    return found


def _success(session: Resource) -> str:
    return session.data["success_url"].replace("{CHECKOUT_SESSION_ID}", session.ref)


def _page(
    request: HttpRequest, session: Resource, form: PayForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = _summary(session) | {"form": form, "cards": CARDS} | more
    return render(request, "sandbox/checkout.html", context, status=status)


def _closed(request: HttpRequest, session: Resource) -> HttpResponse:
    """Paid, out of time, or ended by the shop: three different sentences."""
    reason = "expired"
    if session.data["status"] == "complete":
        reason = "paid"
    elif session.hidden.get("expired_early"):
        reason = "cancelled"
    context = _summary(session) | {"reason": reason, "success": _success(session)}
    return render(request, "sandbox/closed.html", context, status=200 if reason == "paid" else 410)


def _summary(session: Resource) -> dict[str, Any]:
    """The order, ready to print."""
    data = session.data
    rows = list(Resource.objects.of("item").filter(hidden__session=session.ref).order_by("pk"))
    lines = [_line(row.data) for row in rows]
    discount = data["total_details"]["amount_discount"]
    tax = data["total_details"]["amount_tax"]
    return {
        "shop": settings.SHOP_NAME,
        "tax": money(tax, data["currency"]) if tax else "",
        "session": data,
        "lines": lines,
        "total": money(data["amount_total"], data["currency"]),
        "subtotal": money(data["amount_subtotal"], data["currency"]),
        "discount": money(discount, data["currency"]) if discount else "",
        "free": is_free(data),
        "renews": _rhythm(rows[0].data) if data["mode"] == "subscription" else "",
        "wants_terms": _wants_terms(data),
    }


def _rhythm(item: dict[str, Any]) -> str:
    return rhythm(item["price"]["recurring"])


def _line(item: dict[str, Any]) -> dict[str, Any]:
    amount = money(item["amount_subtotal"], item["currency"])
    return {"name": item["description"], "quantity": item["quantity"], "amount": amount}


def _wants_terms(session: dict[str, Any]) -> bool:
    return (session["consent_collection"] or {}).get("terms_of_service") == "required"


def _answers(request: HttpRequest, session: dict[str, Any]) -> dict[str, Any]:
    """What was typed; an email that the shop gave stands, whatever was typed."""
    known = _initial(session)
    typed = {**known, **request.POST.dict()}
    return typed | {"email": known["email"]} if "email" in known else typed


def _initial(session: dict[str, Any]) -> dict[str, str]:
    """What is known before the buyer types: the email that the shop gave, and a country."""
    email, customer = session["customer_email"], session["customer"]
    if customer:
        email = Resource.objects.fetch("customer", customer).data["email"]
    known = {"country": "DE", "method": "card"}
    return known | {"email": email} if email else known
