"""What a Checkout session must obey beyond its types. Sources: Stripe's API reference for
the create call, and docs.stripe.com/payments/checkout."""

from typing import Any
from urllib.parse import urlsplit

from payments.sandbox.api.objects import only
from payments.sandbox.billing.items import check_prices
from payments.sandbox.errors import Refusal, not_here

_SOONEST, _LATEST = 30 * 60, 24 * 3600
# A request travels a while: Stripe's own bounds are not met to the second either.
_SLACK = 60
_SUPPORTED = {
    "adaptive_pricing",
    "allow_promotion_codes",
    "automatic_tax",
    "billing_address_collection",
    "cancel_url",
    "client_reference_id",
    "consent_collection",
    "currency",
    "custom_text",
    "customer",
    "customer_creation",
    "customer_email",
    "customer_update",
    "discounts",
    "expires_at",
    "invoice_creation",
    "line_items",
    "locale",
    "metadata",
    "mode",
    "origin_context",
    "payment_intent_data",
    "phone_number_collection",
    "submit_type",
    "success_url",
    "ui_mode",
}
_RECURRING_ONLY = {"subscription_data", "payment_method_collection"}
_ONCE_ONLY = {"customer_creation", "invoice_creation", "payment_intent_data", "submit_type"}
_SUBSCRIPTION = {"description", "metadata"}
_INTENT = {"description", "metadata", "receipt_email", "statement_descriptor"}
_INTENT |= {"shipping", "statement_descriptor_suffix"}  # shipping: as Stripe's CLI sends it


def check_session(asked: dict[str, Any], now: int) -> None:
    """Raise what Stripe, or the limits of this stand-in, would refuse about a new session."""
    _check_needed(asked)
    _check_supported(asked)
    _check_mode(asked)
    _check_exclusive(asked)
    _check_urls(asked)
    _check_time(asked, now)
    for place, line in enumerate(asked["line_items"]):
        _check_line(line, f"line_items[{place}]")


def _refuse(param: str, message: str, code: str = "parameter_invalid") -> Refusal:
    return Refusal(message, code=code, param=param, kept=False)


def _check_needed(asked: dict[str, Any]) -> None:
    for name in ("mode", "success_url", "line_items"):
        if not asked.get(name):
            raise _refuse(name, f"Missing required param: {name}.", "parameter_missing")


def _check_supported(asked: dict[str, Any]) -> None:
    if asked["mode"] not in ("payment", "subscription"):
        raise not_here(f"{asked['mode']} mode", "mode")
    if asked.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_here(f"ui_mode {asked['ui_mode']}", "ui_mode")
    only(asked, _SUPPORTED | _RECURRING_ONLY, "Checkout sessions")
    only(asked.get("subscription_data") or {}, _SUBSCRIPTION, "subscription_data")
    only(asked.get("payment_intent_data") or {}, _INTENT, "payment_intent_data")
    only(asked.get("automatic_tax") or {}, {"enabled"}, "automatic_tax")
    only(asked.get("customer_update") or {}, {"address", "name"}, "customer_update")
    for name in ("phone_number_collection", "adaptive_pricing"):
        if (asked.get(name) or {}).get("enabled"):
            raise not_here(name.replace("_", " "), name)


def _check_mode(asked: dict[str, Any]) -> None:
    mode = asked["mode"]
    for name in _ONCE_ONLY if mode == "subscription" else _RECURRING_ONLY:
        if name in asked:
            raise _refuse(name, f"You can not pass `{name}` in `{mode}` mode.")


def _check_exclusive(asked: dict[str, Any]) -> None:
    if "customer_update" in asked and "customer" not in asked:
        raise _refuse("customer_update", "`customer_update` needs a `customer`.")
    for one, other in (("customer", "customer_email"), ("customer", "customer_creation")):
        if one in asked and other in asked:
            raise _refuse(other, f"You may only specify one of these parameters: {one}, {other}.")
    if asked.get("discounts") and "allow_promotion_codes" in asked:
        message = "You may only specify one of these parameters: allow_promotion_codes, discounts."
        raise _refuse("allow_promotion_codes", message)
    if len(asked.get("discounts") or []) > 1:
        raise _refuse("discounts", "You may only specify one discount for a Checkout Session.")
    for each in asked.get("discounts") or []:
        if ("coupon" in each) == ("promotion_code" in each):
            raise _refuse("discounts[0]", "Specify one of coupon or promotion_code.")
    if len(asked.get("client_reference_id") or "") > 200:
        raise _refuse("client_reference_id", "At most 200 characters.")


def _check_urls(asked: dict[str, Any]) -> None:
    for name in ("success_url", "cancel_url"):
        if name in asked and urlsplit(asked[name]).scheme not in ("http", "https"):
            raise _refuse(name, f"Not a valid URL: {asked[name]}", "url_invalid")
        if len(asked.get(name) or "") > 5000:
            raise _refuse(name, "At most 5000 characters.", "url_invalid")


def ends_too_soon(expires_at: int, now: int) -> bool:
    """Whether a session that ends then gives its buyer less than half an hour; both in seconds."""
    return expires_at - now < _SOONEST - _SLACK


def _check_time(asked: dict[str, Any], now: int) -> None:
    left = asked.get("expires_at", now + _LATEST) - now
    if ends_too_soon(now + left, now):
        message = "The `expires_at` timestamp must be at least 30 minutes from now."
        raise _refuse("expires_at", message)
    if left > _LATEST + _SLACK:
        message = "The `expires_at` timestamp must be less than 24 hours from now."
        raise _refuse("expires_at", message)


def _check_line(line: dict[str, Any], path: str) -> None:
    if ("price" in line) == ("price_data" in line):
        message = f"{path} must have exactly one of price or price_data."
        raise _refuse(path, message, "parameter_missing")
    if "quantity" not in line:
        message = "Quantity is required. Add `quantity` to each line item."
        raise _refuse(f"{path}[quantity]", message, "parameter_missing")
    if not 0 < line["quantity"] <= 999_999:
        raise _refuse(f"{path}[quantity]", "Invalid quantity.", "parameter_invalid_integer")
    if len((line.get("price_data") or {"currency": "eur"})["currency"]) != 3:
        raise _refuse(f"{path}[price_data][currency]", "Invalid currency.")


def check_tax(asked: dict[str, Any], prices: list[dict[str, Any]], known: bool) -> None:
    """Tax needs prices that say whether it is inside, and a place that can be learnt."""
    behaviors = {price["tax_behavior"] for price in prices}
    if "unspecified" in behaviors:
        message = "Automatic tax needs a `tax_behavior` on every price of the session."
        raise _refuse("line_items", message)
    if "exclusive" in behaviors:
        raise not_here("prices without their tax", "line_items")
    learns = (asked.get("customer_update") or {}).get("address") == "auto"
    if "customer" in asked and not known and not learns:
        message = (
            "Automatic tax calculation in Checkout requires a valid address on the Customer. Add "
            "a valid address to the Customer or set `customer_update[address]` to 'auto'."
        )
        raise _refuse("customer_update[address]", message, "customer_tax_location_invalid")


def check_recurring(mode: str, prices: list[dict[str, Any]]) -> None:
    """A payment takes prices paid once; a subscription takes prices of one rhythm."""
    if mode == "subscription":
        check_prices(prices, "line_items")
    elif any(price["recurring"] for price in prices):
        message = (
            "You specified `payment` mode but passed a recurring price. Either switch to "
            "`subscription` mode or use only one-time prices."
        )
        raise _refuse("mode", message)
