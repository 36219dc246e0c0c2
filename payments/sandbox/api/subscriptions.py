"""/v1/subscriptions and /v1/subscription_items; they begin in Checkout."""

from typing import Any

from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import merged_metadata, narrowed, only, page, retrieve
from payments.sandbox.billing.changes import carry_out, plan_change
from payments.sandbox.billing.items import check_prices, items_of
from payments.sandbox.billing.methods import attached_to
from payments.sandbox.billing.states import OVER, end_later, end_now, go_on, period_of, update
from payments.sandbox.errors import Refusal, no_such, not_here
from payments.sandbox.models import Resource, ResourceQuerySet

_UPDATE = {"cancel_at", "cancel_at_period_end", "cancellation_details", "default_payment_method"}
_UPDATE |= {"description", "items", "metadata", "proration_behavior", "payment_behavior"}
_ITEM = {"id", "price", "quantity"}


def update_subscription(call: Call) -> dict[str, Any]:
    """POST /v1/subscriptions/{id}: its card and notes, its end, its price."""
    asked = call.params
    only(asked, _UPDATE, "updating a subscription")
    held = Resource.objects.locked("subscription", call.args[0])
    _must_go_on(held)
    _note(held, asked)
    _end(held, asked)
    if "items" in asked:
        _change(held, asked["items"], _behavior(asked))
    return held.data


def _must_go_on(subscription: Resource) -> None:
    if subscription.data["status"] in OVER:
        message = "A canceled subscription can only update its cancellation_details and metadata."
        raise Refusal(message)


def _note(subscription: Resource, asked: dict[str, Any]) -> None:
    values: dict[str, Any] = {}
    if "metadata" in asked:
        values["metadata"] = merged_metadata(subscription.data["metadata"], asked["metadata"])
    if "description" in asked:
        values["description"] = asked["description"] or None
    if "default_payment_method" in asked:
        name, owner = "default_payment_method", subscription.data["customer"]
        values[name] = attached_to(owner, asked[name], name).ref
    if values:
        update(subscription, **values)


def _end(subscription: Resource, asked: dict[str, Any]) -> None:
    """`cancel_at_period_end` and `cancel_at` say the same in two ways, so not both at once."""
    if "cancel_at" in asked and "cancel_at_period_end" in asked:
        message = "You may only specify one of: cancel_at, cancel_at_period_end."
        raise Refusal(message, param="cancel_at", kept=False)
    said = {k: v or None for k, v in asked.get("cancellation_details", {}).items()}
    _, end = period_of(subscription.data)
    if asked.get("cancel_at_period_end"):
        end_later(subscription, end, True, said)
    elif asked.get("cancel_at"):
        at = asked["cancel_at"]
        end_later(subscription, at if isinstance(at, int) else end, False, said)
    elif "cancel_at" in asked or "cancel_at_period_end" in asked:
        go_on(subscription)


def _change(subscription: Resource, asked: list[dict[str, Any]], behavior: str) -> None:
    """A payment that fails leaves an open invoice behind: `payment_behavior=allow_incomplete`."""
    wanted = _wanted(subscription, asked)
    carry_out(subscription, plan_change(subscription.data, wanted, behavior))


def _wanted(subscription: Resource, asked: list[dict[str, Any]]) -> list[tuple[Any, int]]:
    """(price, quantity) of every item, with the changes that were asked for."""
    changes: dict[str, dict[str, Any]] = {}
    for change in asked:
        only(change, _ITEM, "changing subscription items")
        if "id" not in change:
            raise not_here("adding an item to a subscription", "items")
        changes[change["id"]] = change
    known = {item["id"] for item in items_of(subscription.data)}
    for ref in changes.keys() - known:
        raise no_such("subscription_item", ref, "items[0][id]")
    wanted = [_changed(item, changes.get(item["id"], {})) for item in items_of(subscription.data)]
    check_prices([price for price, _ in wanted], "items")
    return wanted


def _changed(item: dict[str, Any], change: dict[str, Any]) -> tuple[dict[str, Any], int]:
    price, quantity = item["price"], change.get("quantity", item["quantity"])
    if "price" in change:
        price = Resource.objects.fetch("price", change["price"], "items[0][price]").data
    if price["currency"] != item["price"]["currency"]:
        raise Refusal("The price has another currency.", param="items[0][price]", kept=False)
    if quantity < 1:
        raise Refusal("Invalid quantity.", param="items[0][quantity]", kept=False)
    return price, quantity


def _behavior(asked: dict[str, Any]) -> str:
    if asked.get("payment_behavior", "allow_incomplete") != "allow_incomplete":
        raise not_here(f"payment_behavior {asked['payment_behavior']}", "payment_behavior")
    return asked.get("proration_behavior", "create_prorations")


def cancel_subscription(call: Call) -> dict[str, Any]:
    """DELETE /v1/subscriptions/{id}: over at once, and nothing is given back."""
    only(call.params, {"cancellation_details"}, "cancelling with")
    held = Resource.objects.locked("subscription", call.args[0])
    if held.data["status"] in OVER:
        raise no_such("subscription", held.ref)
    said = {k: v or None for k, v in call.params.get("cancellation_details", {}).items()}
    end_now(held, "cancellation_requested", said)
    return held.data


def list_subscriptions(call: Call) -> dict[str, Any]:
    """GET /v1/subscriptions: those that go on, unless `status` asks for others."""
    params = {k: v for k, v in call.params.items() if k not in ("status", "price")}
    found = _of_status(call.params.get("status", ""))
    if "price" in call.params:
        found = found.filter(data__items__data__contains=[{"price": {"id": call.params["price"]}}])
    return page(narrowed(found, params, {"customer": "data__customer"}, "subscription"), call)


def _of_status(status: str) -> ResourceQuerySet:
    found = Resource.objects.of("subscription")
    if status == "all":
        return found
    if status == "ended":
        return found.filter(data__status__in=OVER)
    if status:
        return found.filter(data__status=status)
    return found.exclude(data__status="canceled")


def _with_item(ref: str) -> Resource:
    found = Resource.objects.of("subscription").filter(data__items__data__contains=[{"id": ref}])
    subscription = found.first()
    if subscription is None:
        raise no_such("subscription_item", ref)
    return subscription


def retrieve_item(call: Call) -> dict[str, Any]:
    """GET /v1/subscription_items/{item}."""
    items = items_of(_with_item(call.args[0]).data)
    return next(item for item in items if item["id"] == call.args[0])


def list_items(call: Call) -> dict[str, Any]:
    """GET /v1/subscription_items: all of a subscription."""
    only(call.params, {"subscription"}, "listing subscription items")
    subscription = Resource.objects.fetch("subscription", call.params["subscription"])
    return subscription.data["items"] | {"url": call.path}


def update_item(call: Call) -> dict[str, Any]:
    """POST /v1/subscription_items/{item}: its price or quantity."""
    only(call.params, {"price", "quantity", "proration_behavior", "payment_behavior"}, "items")
    ref = call.args[0]
    held = Resource.objects.locked("subscription", _with_item(ref).ref)
    _must_go_on(held)
    change = {k: v for k, v in call.params.items() if k in ("price", "quantity")}
    _change(held, [change | {"id": ref}], _behavior(call.params))
    return retrieve_item(call)


TABLE: Table = {
    ("get", "/v1/subscriptions"): list_subscriptions,
    ("get", "/v1/subscriptions/{subscription_exposed_id}"): retrieve("subscription"),
    ("post", "/v1/subscriptions/{subscription_exposed_id}"): update_subscription,
    ("delete", "/v1/subscriptions/{subscription_exposed_id}"): cancel_subscription,
    ("get", "/v1/subscription_items"): list_items,
    ("get", "/v1/subscription_items/{item}"): retrieve_item,
    ("post", "/v1/subscription_items/{item}"): update_item,
}
