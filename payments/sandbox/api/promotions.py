"""/v1/coupons and /v1/promotion_codes, and the question whether one may be used now."""

import secrets
from typing import Any

from payments.sandbox import clock
from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import delete, listing, only, retrieve, update
from payments.sandbox.errors import Refusal, not_here
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record

_COUPON = {"amount_off", "applies_to", "currency", "duration", "id", "max_redemptions"}
_COUPON |= {"metadata", "name", "percent_off", "redeem_by"}
_CODE = {"active", "code", "customer", "expires_at", "max_redemptions", "metadata"}
_CODE |= {"promotion", "restrictions"}
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def create_coupon(call: Call) -> dict[str, Any]:
    """POST /v1/coupons: an amount or a percentage off, once."""
    only(call.params, _COUPON, "coupons")
    given = {k: v for k, v in call.params.items() if k != "expand"}
    _check_coupon(given)
    data = {
        "id": new_id("c", 8)[2:],
        "object": "coupon",
        "amount_off": None,
        "created": clock.now(),
        "currency": None,
        "duration": "once",
        "duration_in_months": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "name": None,
        "percent_off": None,
        "redeem_by": None,
        "times_redeemed": 0,
        "valid": True,
    }
    kept = Resource.objects.add(data | given)
    record("coupon.created", kept.data)
    return kept.data


def _check_coupon(given: dict[str, Any]) -> None:
    if ("amount_off" in given) == ("percent_off" in given):
        message = "You must pass exactly one of amount_off or percent_off."
        raise Refusal(message, code="parameter_missing", param="percent_off", kept=False)
    if "amount_off" in given and "currency" not in given:
        message = "You must pass currency when passing amount_off."
        raise Refusal(message, code="parameter_missing", param="currency", kept=False)
    if not 0 < given.get("percent_off", 1) <= 100:
        raise Refusal("Invalid percent_off: must be in (0, 100].", param="percent_off", kept=False)
    if given.get("duration", "once") != "once":
        raise not_here("coupons that last longer than one payment", "duration")
    if Resource.objects.filter(ref=given.get("id")).exists():
        raise Refusal("Coupon already exists.", code="resource_already_exists", param="id")


def create_code(call: Call) -> dict[str, Any]:
    """POST /v1/promotion_codes: a word that buyers type for a coupon."""
    only(call.params, _CODE, "promotion codes")
    given = {k: v for k, v in call.params.items() if k != "expand"}
    coupon = (given["promotion"] or {}).get("coupon", "")
    Resource.objects.fetch("coupon", coupon, "promotion[coupon]")
    limits = {"first_time_transaction": False, "minimum_amount": None}
    limits |= {"minimum_amount_currency": None} | given.pop("restrictions", {})
    data = {
        "id": new_id("promo"),
        "object": "promotion_code",
        "active": True,
        "code": "".join(secrets.choice(_LETTERS) for _ in range(8)),
        "created": clock.now(),
        "customer": None,
        "expires_at": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "restrictions": limits,
        "times_redeemed": 0,
    }
    kept = Resource.objects.add(data | given)
    record("promotion_code.created", kept.data)
    return kept.data


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


def redeem(refs: list[str]) -> None:
    """Count one use of each coupon and promotion code, under lock."""
    for found in Resource.objects.select_for_update().filter(ref__in=refs).order_by("pk"):
        used, most = found.data["times_redeemed"] + 1, found.data["max_redemptions"]
        values = {"times_redeemed": used}
        if found.kind == "coupon":
            values["valid"] = not most or used < most
        found.change(**values)


_CODE_FILTERS = {
    "active": "data__active",
    "code": "data__code__iexact",
    "coupon": "data__promotion__coupon",
    "customer": "data__customer",
}

TABLE: Table = {
    ("post", "/v1/coupons"): create_coupon,
    ("get", "/v1/coupons"): listing("coupon"),
    ("get", "/v1/coupons/{coupon}"): retrieve("coupon"),
    ("post", "/v1/coupons/{coupon}"): update("coupon", {"name"}),
    ("delete", "/v1/coupons/{coupon}"): delete("coupon"),
    ("post", "/v1/promotion_codes"): create_code,
    ("get", "/v1/promotion_codes"): listing("promotion_code", _CODE_FILTERS),
    ("get", "/v1/promotion_codes/{promotion_code}"): retrieve("promotion_code"),
    ("post", "/v1/promotion_codes/{promotion_code}"): update("promotion_code", {"active"}),
}
