"""/v1/products, /v1/prices and the tax rates they are sold under."""

from decimal import Decimal
from typing import Any

from payments.sandbox import clock
from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import delete, listing, only, retrieve, update
from payments.sandbox.blanks import blank
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record

_PRODUCT = {"active", "description", "images", "name", "statement_descriptor", "tax_code", "url"}
_PRODUCT |= {"unit_label", "shippable"}
_PRICE = {"active", "lookup_key", "nickname", "tax_behavior"}
_AMOUNTS = {"currency", "unit_amount", "unit_amount_decimal", "product", "product_data"}
_LONGEST = {"day": 1095, "week": 156, "month": 36, "year": 3}


def keep_product(given: dict[str, Any]) -> dict[str, Any]:
    """A new product with its event."""
    now = clock.now()
    made = {"id": new_id("prod", 14), "created": now, "updated": now}
    kept = Resource.objects.add(blank("product") | made | given)
    record("product.created", kept.data)
    return kept.data


def keep_price(given: dict[str, Any], product: str) -> dict[str, Any]:
    """A new price of a product, with its event. Exactly one unit amount must be given."""
    whole, decimal = _amounts(given)
    shown = ("active", "lookup_key", "metadata", "nickname", "tax_behavior")
    made = {
        "id": new_id("price"),
        "created": clock.now(),
        "currency": given["currency"].lower(),
        "product": product,
        "unit_amount": whole,
        "unit_amount_decimal": decimal,
    }
    asked = {k: v for k, v in given.items() if k in shown and v != ""}
    if "recurring" in given:
        made |= {"recurring": _recurring(given["recurring"]), "type": "recurring"}
    kept = Resource.objects.add(blank("price") | made | asked)
    record("price.created", kept.data)
    return kept.data


def _recurring(asked: dict[str, Any]) -> dict[str, Any]:
    """How often a price is charged: at most once in three years, as at Stripe."""
    only(asked, {"interval", "interval_count"}, "recurring prices")
    count = asked.get("interval_count", 1)
    if not 0 < count <= _LONGEST[asked["interval"]]:
        message = "Invalid interval_count: must be at least 1, and three years at most."
        raise Refusal(message, param="recurring[interval_count]", kept=False)
    usual = {"meter": None, "trial_period_days": None, "usage_type": "licensed"}
    return usual | {"interval": asked["interval"], "interval_count": count}


def _amounts(given: dict[str, Any]) -> tuple[int | None, str]:
    if ("unit_amount" in given) == ("unit_amount_decimal" in given):
        message = "You must specify exactly one of unit_amount or unit_amount_decimal."
        raise Refusal(message, code="parameter_missing", param="unit_amount", kept=False)
    value = Decimal(str(given.get("unit_amount", given.get("unit_amount_decimal"))))
    if value < 0:
        message = "Invalid unit_amount: must be greater than or equal to 0"
        raise Refusal(message, code="parameter_invalid_integer", param="unit_amount", kept=False)
    whole = int(value) if value == int(value) else None
    return whole, format(value.normalize(), "f")


def create_product(call: Call) -> dict[str, Any]:
    """POST /v1/products."""
    only(call.params, _PRODUCT | {"id", "metadata"}, "products")
    given = {k: v for k, v in call.params.items() if k != "expand" and v != ""}
    if Resource.objects.filter(ref=given.get("id")).exists():
        raise Refusal("Product already exists.", code="resource_already_exists", param="id")
    return keep_product(given)


def create_price(call: Call) -> dict[str, Any]:
    """POST /v1/prices."""
    known = _PRICE | _AMOUNTS | {"metadata", "recurring", "transfer_lookup_key"}
    only(call.params, known, "prices")
    if call.params.get("transfer_lookup_key"):
        _free_key(call.params["lookup_key"])
    return keep_price(call.params, product_of(call.params))


def _free_key(key: str) -> None:
    """Another price takes over this lookup key."""
    for held in Resource.objects.of("price").filter(data__lookup_key=key):
        record("price.updated", held.data, held.change(lookup_key=None))


def product_of(given: dict[str, Any], **fields: Any) -> str:
    """The id of a price's product: an existing one, or one made from `product_data`."""
    if ("product" in given) == ("product_data" in given):
        message = "You must specify exactly one of product or product_data."
        raise Refusal(message, code="parameter_missing", param="product", kept=False)
    if "product" in given:
        return Resource.objects.fetch("product", given["product"], "product").ref
    only(given["product_data"], _PRODUCT | {"metadata"}, "product_data")
    return keep_product({**given["product_data"], **fields})["id"]


_PRICE_FILTERS = {
    "product": "data__product",
    "active": "data__active",
    "currency": "data__currency",
    "type": "data__type",
    "lookup_keys": "data__lookup_key__in",
}

TABLE: Table = {
    ("post", "/v1/products"): create_product,
    ("get", "/v1/products"): listing("product", {"active": "data__active", "ids": "ref__in"}),
    ("get", "/v1/products/{id}"): retrieve("product"),
    ("post", "/v1/products/{id}"): update("product", _PRODUCT),
    ("delete", "/v1/products/{id}"): delete("product"),
    ("get", "/v1/tax_rates"): listing("tax_rate", {"active": "data__active"}),
    ("get", "/v1/tax_rates/{tax_rate}"): retrieve("tax_rate"),
    ("post", "/v1/prices"): create_price,
    ("get", "/v1/prices"): listing("price", _PRICE_FILTERS),
    ("get", "/v1/prices/{price}"): retrieve("price"),
    ("post", "/v1/prices/{price}"): update("price", _PRICE),
}
