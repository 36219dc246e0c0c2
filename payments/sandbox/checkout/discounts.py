"""Coupons and promotion codes on a session: put on, taken off, checked again when paying."""

from typing import Any

from django.db import transaction

from payments.sandbox.api.promotions import refused_because
from payments.sandbox.checkout.pricing import shares, totals
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource


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
    return ""


def discount_refusal(session: Resource) -> str:
    """Why the session's discount can no longer be used, or ""; asked again when paying."""
    data = session.data
    refs = [ref for each in data["discounts"] or [] for ref in each.values() if ref]
    for found in Resource.objects.select_for_update().filter(ref__in=refs).order_by("pk"):
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
