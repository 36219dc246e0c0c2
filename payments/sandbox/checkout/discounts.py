"""Coupons and promotion codes on a session: put on, taken off, checked again when paying."""

from typing import Any

from django.db import transaction

from payments.sandbox import clock
from payments.sandbox.checkout.pricing import shares, totals
from payments.sandbox.checkout.tax import levy
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource, ResourceQuerySet


def apply_discounts(lines: list[dict[str, Any]], discounts: list[dict[str, str]]) -> None:
    """Reduce lines (in place) by the one coupon or promotion code that Checkout allows."""
    currency, subtotal = lines[0]["currency"], sum(line["amount_subtotal"] for line in lines)
    parts = [0] * len(lines)
    for asked in discounts:
        coupon = _usable_coupon(asked, currency, subtotal)
        parts = shares(coupon.data, lines)
    for line, off in zip(lines, parts, strict=True):
        line["amount_discount"] = off
        line["amount_total"] = line["amount_subtotal"] - off


def shown_discounts(discounts: list[dict[str, str]]) -> list[dict[str, str | None]]:
    """What the session shows: a promotion code, or a bare coupon."""
    return [
        {"coupon": each.get("coupon"), "promotion_code": each.get("promotion_code")}
        for each in discounts
    ]


@transaction.atomic
def use_code(ref: str, word: str) -> str:
    """The buyer types a promotion code on the page (or clears it); returns a refusal or ""."""
    session = Resource.objects.locked("checkout.session", ref)
    codes = Resource.objects.of("promotion_code").filter(data__active=True)
    found = codes.filter(data__code__iexact=word.strip()).first() if word.strip() else None
    if word.strip() and found is None:
        return "This code is not valid."
    asked = [{"promotion_code": found.ref}] if found else []
    rows = list(Resource.objects.of("item").filter(hidden__session=ref).order_by("pk"))
    try:
        apply_discounts([row.data for row in rows], asked)
    except Refusal as refusal:
        return refusal.message
    for row in rows:
        row.change()
    session.change(discounts=shown_discounts(asked), **totals(row.data for row in rows))
    levy(session)
    return ""


def discount_refusal(session: Resource) -> str:
    """Why the session's discount can no longer be used, or ""; asked again when paying."""
    data = session.data
    for found in _locked(session):
        because = refused_because(found, data["currency"], data["amount_subtotal"])
        if because:
            return f"The discount on this order {because}."
    return ""


def _usable_coupon(asked: dict[str, str], currency: str, subtotal: int) -> Resource:
    if "promotion_code" in asked:
        code = Resource.objects.fetch("promotion_code", asked["promotion_code"], "discounts")
        _refuse(code, currency, subtotal)
        coupon_ref = code.data["promotion"]["coupon"]
    else:
        coupon_ref = asked["coupon"]
    coupon = Resource.objects.fetch("coupon", coupon_ref, "discounts")
    _refuse(coupon, currency, subtotal)
    return coupon


def _refuse(found: Resource, currency: str, subtotal: int) -> None:
    because = refused_because(found, currency, subtotal)
    if because:
        name = found.data.get("code") or found.ref
        raise Refusal(f"The code {name} {because}.", code="promotion_code_invalid")


def refused_because(found: Resource, currency: str, subtotal: int) -> str:
    """Why this coupon or promotion code may not be used now; "" if it may."""
    data, limits = found.data, found.data.get("restrictions") or {}
    ends = data.get("redeem_by") or data.get("expires_at")
    if not data.get("active", True) or not data.get("valid", True):
        return "is no longer valid"
    if ends and ends <= clock.now():
        return "has expired"
    if data["max_redemptions"] and data["times_redeemed"] >= data["max_redemptions"]:
        return "has been used up"
    if data.get("amount_off") and data["currency"] != currency:
        return f"is for payments in {data['currency']}"
    if (limits.get("minimum_amount") or 0) > subtotal:
        return "needs a larger order"
    return ""


def redeem(session: Resource) -> None:
    """Count one use of the coupon and of the promotion code that stands for it."""
    for found in _locked(session):
        used, most = found.data["times_redeemed"] + 1, found.data["max_redemptions"]
        values = {"times_redeemed": used}
        if found.kind == "coupon":
            values["valid"] = not most or used < most
        found.change(**values)


def _locked(session: Resource) -> ResourceQuerySet:
    """The session's promotion code and its coupon (or the coupon alone), held."""
    shown = session.data["discounts"] or []
    refs = [ref for each in shown for ref in each.values() if ref]
    codes = Resource.objects.of("promotion_code").filter(ref__in=refs)
    coupons = [code.data["promotion"]["coupon"] for code in codes]
    rows = Resource.objects.select_for_update().filter(ref__in=refs + coupons)
    return rows.order_by("pk")
