"""/v1/payment_intents, charges, refunds, balance transactions and events: mostly reading."""

from typing import Any

from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import listing, only, page, retrieve, update
from payments.sandbox.checkout.refunds import refund_charge
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource

_REFUND = {"amount", "charge", "payment_intent", "reason", "metadata"}
_EVENT_FILTERS = {"type": "data__type", "types": "data__type__in"}


def create_refund(call: Call) -> dict[str, Any]:
    """POST /v1/refunds: all that is left of a charge, or a part of it."""
    only(call.params, _REFUND, "refunds")
    charge = Resource.objects.locked("charge", _charge_ref(call.params), "charge")
    given = {k: v for k, v in call.params.items() if k in {"reason", "metadata"} and v}
    return refund_charge(charge, call.params.get("amount"), given)


def _charge_ref(params: dict[str, Any]) -> str:
    if ("charge" in params) == ("payment_intent" in params):
        message = "You must specify exactly one of charge or payment_intent."
        raise Refusal(message, code="parameter_missing", param="payment_intent", kept=False)
    if "charge" in params:
        return params["charge"]
    intent = Resource.objects.fetch("payment_intent", params["payment_intent"], "payment_intent")
    if intent.data["status"] != "succeeded":
        message = f"This PaymentIntent ({intent.ref}) does not have a successful charge to refund."
        raise Refusal(message, code="payment_intent_unexpected_state", param="payment_intent")
    return intent.data["latest_charge"]


def list_events(call: Call) -> dict[str, Any]:
    """GET /v1/events, also by `delivery_success`."""
    params = dict(call.params)
    success = params.pop("delivery_success", None)
    if success is None:
        return _events(Call(call.path, call.args, params))
    late = {"deliveries__delivered": False}
    found = Resource.objects.of("event")
    found = found.exclude(**late) if success else found.filter(**late).distinct()
    for name in _EVENT_FILTERS.keys() & params.keys():
        found = found.filter(**{_EVENT_FILTERS[name]: params[name]})
    return page(found, call)


_events = listing("event", _EVENT_FILTERS)
_CHARGES = {"customer": "data__customer", "payment_intent": "data__payment_intent"}
_REFUNDS = {"charge": "data__charge", "payment_intent": "data__payment_intent"}

TABLE: Table = {
    ("get", "/v1/payment_intents"): listing("payment_intent", {"customer": "data__customer"}),
    ("get", "/v1/payment_intents/{intent}"): retrieve("payment_intent"),
    ("post", "/v1/payment_intents/{intent}"): update("payment_intent", {"description"}, False),
    ("get", "/v1/charges"): listing("charge", _CHARGES),
    ("get", "/v1/charges/{charge}"): retrieve("charge"),
    ("post", "/v1/charges/{charge}"): update("charge", {"description"}),
    ("post", "/v1/refunds"): create_refund,
    ("get", "/v1/refunds"): listing("refund", _REFUNDS),
    ("get", "/v1/refunds/{refund}"): retrieve("refund"),
    ("post", "/v1/refunds/{refund}"): update("refund", set()),
    ("get", "/v1/balance_transactions"): listing(
        "balance_transaction", {"source": "data__source", "type": "data__type"}
    ),
    ("get", "/v1/balance_transactions/{id}"): retrieve("balance_transaction"),
    ("get", "/v1/events"): list_events,
    ("get", "/v1/events/{id}"): retrieve("event"),
}
