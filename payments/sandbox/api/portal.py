"""/v1/billing_portal: what customers may do by themselves, and their way in."""

from typing import Any

from payments.sandbox import clock
from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import listing, merged_metadata, only, retrieve
from payments.sandbox.billing.portal import (
    default_configuration,
    keep_configuration,
    keep_session,
    merged,
)
from payments.sandbox.errors import Refusal, not_here
from payments.sandbox.models import Resource
from payments.sandbox.webhooks.events import record

_CREATE = {"business_profile", "default_return_url", "features", "metadata", "name"}
_FEATURES = {"customer_update", "invoice_history", "payment_method_update"}
_FEATURES |= {"subscription_cancel", "subscription_update"}


def create_configuration(call: Call) -> dict[str, Any]:
    """POST /v1/billing_portal/configurations."""
    given = _checked(call.params, _CREATE)
    return keep_configuration(given).data


def update_configuration(call: Call) -> dict[str, Any]:
    """POST /v1/billing_portal/configurations/{configuration}."""
    given = _checked(call.params, _CREATE | {"active"})
    held = Resource.objects.locked("billing_portal.configuration", call.args[0])
    if given.get("active") is False and held.data["is_default"]:
        raise Refusal("The default configuration cannot be made inactive.", param="active")
    notes = merged_metadata(held.data["metadata"], given.pop("metadata", None))
    values = merged(held.data, given) | {"metadata": notes, "updated": clock.now()}
    previous = held.change(**values)
    record("billing_portal.configuration.updated", held.data, previous)
    return held.data


def _checked(params: dict[str, Any], supported: set[str]) -> dict[str, Any]:
    only(params, supported, "portal configurations")
    given = {k: v for k, v in params.items() if k != "expand"}
    features = given.get("features", {})
    only(features, _FEATURES, "portal features")
    if features.get("customer_update", {}).get("enabled"):
        raise not_here("customer_update in the portal", "features[customer_update]")
    for product in features.get("subscription_update", {}).get("products") or []:
        Resource.objects.fetch("product", product["product"], "features[subscription_update]")
        for price in product["prices"]:
            Resource.objects.fetch("price", price, "features[subscription_update]")
        product.setdefault("adjustable_quantity", {"enabled": False, "maximum": None, "minimum": 1})
    return given


def create_session(call: Call) -> dict[str, Any]:
    """POST /v1/billing_portal/sessions: a link for one customer, to be followed at once."""
    only(call.params, {"customer", "configuration", "return_url", "locale"}, "portal sessions")
    customer = Resource.objects.fetch("customer", call.params.get("customer", ""), "customer")
    configuration = _configuration(call.params.get("configuration"))
    given = {k: v for k, v in call.params.items() if k in ("return_url", "locale")}
    return keep_session(customer.ref, configuration, given).data


def _configuration(ref: str | None) -> Resource:
    if ref:
        return Resource.objects.fetch("billing_portal.configuration", ref, "configuration")
    found = default_configuration()
    if found is None:
        message = (
            "You can’t create a portal session in test mode until you save your customer portal "
            "settings in test mode, or create a configuration."
        )
        raise Refusal(message)
    return found


_FILTERS = {"active": "data__active", "is_default": "data__is_default"}
_ALL = "/v1/billing_portal/configurations"

TABLE: Table = {
    ("post", _ALL): create_configuration,
    ("get", _ALL): listing("billing_portal.configuration", _FILTERS),
    ("get", f"{_ALL}/{{configuration}}"): retrieve("billing_portal.configuration"),
    ("post", f"{_ALL}/{{configuration}}"): update_configuration,
    ("post", "/v1/billing_portal/sessions"): create_session,
}
