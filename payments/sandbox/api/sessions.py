"""/v1/checkout/sessions."""

from typing import Any

from django.conf import settings

from payments.sandbox import clock
from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.catalogue import keep_price, product_of
from payments.sandbox.api.objects import listing, merged_metadata, only, page, retrieve
from payments.sandbox.api.session_rules import (
    check_recurring,
    check_session,
    check_tax,
    ends_too_soon,
)
from payments.sandbox.blanks import blank
from payments.sandbox.checkout.confirm import is_open
from payments.sandbox.checkout.discounts import apply_discounts, shown_discounts
from payments.sandbox.checkout.pricing import check_chargeable, line_total, totals
from payments.sandbox.checkout.settle import expire
from payments.sandbox.checkout.tax import automatic_tax, country_of, tax_lines
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource, new_id

_DAY = 24 * 3600
_ECHOED = (
    "adaptive_pricing",
    "allow_promotion_codes",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_email",
    "locale",
    "origin_context",
    "payment_method_collection",
    "submit_type",
    "success_url",
)
# What differs where the payment is the first of many; only cards renew in this stand-in.
_RENEWING = {
    "invoice_creation": None,
    "mode": "subscription",
    "payment_method_collection": "always",
    "payment_method_types": ["card"],
}
_NO_CONSENT = {
    "payment_method_reuse_agreement": None,
    "promotions": "none",
    "terms_of_service": "none",
}


def create_session(call: Call) -> dict[str, Any]:
    """POST /v1/checkout/sessions: a hosted page for one payment, or for a subscription."""
    asked = {k: v for k, v in call.params.items() if k != "expand"}
    if "expires_at" in asked and ends_too_soon(asked["expires_at"], clock.now()):
        # Said by a shop whose clock is the real one, while ours was moved ahead of it.
        asked["expires_at"] += clock.bench().ahead
    check_session(asked, clock.now())
    if "customer" in asked:
        Resource.objects.fetch("customer", asked["customer"], "customer")
    lines = [_line(each, n) for n, each in enumerate(asked["line_items"])]
    if len({line["currency"] for line in lines}) > 1:
        message = "All prices in one Checkout Session must have the same currency."
        raise Refusal(message, param="line_items", kept=False)
    check_recurring(asked["mode"], [line["price"] for line in lines])
    apply_discounts(lines, asked.get("discounts") or [])
    tax = _tax(asked, lines)
    data = _build(asked) | tax | {"currency": lines[0]["currency"]} | totals(lines)
    check_chargeable(data["amount_total"], data["currency"])
    names = ("payment_intent_data", "subscription_data", "customer_update")
    hidden = {name: asked.get(name) or {} for name in names}
    kept = Resource.objects.add(data, data["expires_at"], hidden)
    for line in lines:
        Resource.objects.add(line, hidden={"session": kept.ref})
    return kept.data


def _line(asked: dict[str, Any], place: int) -> dict[str, Any]:
    only(asked, {"price", "price_data", "quantity"}, "line items")
    price, quantity = _price(asked, place), asked["quantity"]
    product = Resource.objects.fetch("product", price["product"], "line_items")
    subtotal = line_total(price, quantity)
    return {
        "id": new_id("li"),
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": subtotal,
        "amount_tax": 0,
        "amount_total": subtotal,
        "currency": price["currency"],
        "description": product.data["name"],
        "price": price,
        "quantity": quantity,
    }


def _tax(asked: dict[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The session's `automatic_tax`; lines are taxed now where the customer's country is known."""
    if not (asked.get("automatic_tax") or {}).get("enabled"):
        return {}
    country = country_of(asked.get("customer"))
    check_tax(asked, [line["price"] for line in lines], bool(country))
    tax_lines(lines, country)
    status = "complete" if country else "requires_location_inputs"
    return {"automatic_tax": automatic_tax(status)}


def _price(asked: dict[str, Any], place: int) -> dict[str, Any]:
    if "price_data" in asked:
        inline = asked["price_data"]
        # Prices and products made inside a session are for that session only: not active.
        return keep_price({**inline, "active": False}, product_of(inline, active=False))
    param = f"line_items[{place}][price]"
    found = Resource.objects.fetch("price", asked["price"], param)
    if not found.data["active"]:
        message = f"The price specified is inactive: {found.ref}"
        raise Refusal(message, code="price_inactive", param=param)
    return found.data


def _build(asked: dict[str, Any]) -> dict[str, Any]:
    """The new session, all but its money."""
    ref, now = new_id("cs_test", 58), clock.now()
    data = blank("checkout.session")
    data |= {name: asked[name] for name in _ECHOED if name in asked}
    data["custom_text"] |= {k: v or None for k, v in asked.get("custom_text", {}).items()}
    data["invoice_creation"]["enabled"] = asked.get("invoice_creation", {}).get("enabled", False)
    if asked["mode"] == "subscription":
        data |= _RENEWING | {k: asked[k] for k in _RENEWING if k in asked}
    if "consent_collection" in asked:
        data["consent_collection"] = _NO_CONSENT | asked["consent_collection"]
    return data | {
        "id": ref,
        "created": now,
        "customer_creation": _creation(asked),
        "discounts": shown_discounts(asked.get("discounts") or []),
        "expires_at": asked.get("expires_at", now + _DAY),
        "metadata": asked.get("metadata") or {},
        "url": f"{settings.PUBLIC_URL}/c/pay/{ref}",
    }


def _creation(asked: dict[str, Any]) -> str | None:
    usual = "always" if asked["mode"] == "subscription" else "if_required"
    return None if "customer" in asked else asked.get("customer_creation", usual)


def update_session(call: Call) -> dict[str, Any]:
    """POST /v1/checkout/sessions/{session}: its metadata."""
    only(call.params, {"metadata"}, "updating Checkout sessions")
    found = Resource.objects.locked("checkout.session", call.args[0])
    found.change(metadata=merged_metadata(found.data["metadata"], call.params.get("metadata")))
    return found.data


def expire_session(call: Call) -> dict[str, Any]:
    """POST /v1/checkout/sessions/{session}/expire: only an open one."""
    session = Resource.objects.locked("checkout.session", call.args[0])
    if not is_open(session):
        message = (
            'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout '
            f"Session has a status of {_status(session)}."
        )
        raise Refusal(message)
    expire(session, early=True)
    return session.data


def _status(session: Resource) -> str:
    return "expired" if session.data["status"] == "open" else session.data["status"]


def list_items(call: Call) -> dict[str, Any]:
    """GET /v1/checkout/sessions/{session}/line_items, in the order of the bag."""
    session = Resource.objects.fetch("checkout.session", call.args[0])
    lines = Resource.objects.of("item").filter(hidden__session=session.ref)
    return page(lines.order_by("pk"), call)


_FILTERS = {
    "customer": "data__customer",
    "payment_intent": "data__payment_intent",
    "subscription": "data__subscription",
    "status": "data__status",
}

TABLE: Table = {
    ("post", "/v1/checkout/sessions"): create_session,
    ("get", "/v1/checkout/sessions"): listing("checkout.session", _FILTERS),
    ("get", "/v1/checkout/sessions/{session}"): retrieve("checkout.session"),
    ("post", "/v1/checkout/sessions/{session}"): update_session,
    ("get", "/v1/checkout/sessions/{session}/line_items"): list_items,
    ("post", "/v1/checkout/sessions/{session}/expire"): expire_session,
}
