"""/v1/coupons and /v1/promotion_codes."""

import secrets
from typing import Any

from payments.sandbox import clock
from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import delete, listing, only, retrieve, update
from payments.sandbox.blanks import blank
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
    made = {"id": new_id("c", 8)[2:], "created": clock.now()}
    kept = Resource.objects.add(blank("coupon") | made | given)
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
    made = blank("promotion_code") | {"id": new_id("promo"), "created": clock.now()}
    made["code"] = "".join(secrets.choice(_LETTERS) for _ in range(8))
    made["restrictions"] |= given.pop("restrictions", {})
    kept = Resource.objects.add(made | given)
    record("promotion_code.created", kept.data)
    return kept.data


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
