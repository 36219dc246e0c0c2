"""/v1/customers and /v1/payment_methods."""

from dataclasses import replace
from typing import Any

from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import (
    delete,
    listing,
    narrowed,
    only,
    page,
    retrieve,
    update,
)
from payments.sandbox.billing.methods import attach, attached_to, detach, make_default
from payments.sandbox.billing.states import OVER, end_now
from payments.sandbox.checkout.cards import find_card
from payments.sandbox.checkout.customers import keep_customer
from payments.sandbox.checkout.methods import Payer, keep_card
from payments.sandbox.errors import CardRefusal, not_here
from payments.sandbox.models import Resource

_FIELDS = {"address", "description", "email", "name", "phone", "preferred_locales"}


def create_customer(call: Call) -> dict[str, Any]:
    """POST /v1/customers."""
    only(call.params, _FIELDS | {"metadata"}, "customers")
    given = {k: v for k, v in call.params.items() if k != "expand" and v != ""}
    return keep_customer(**given)


def create_payment_method(call: Call) -> dict[str, Any]:
    """POST /v1/payment_methods: a test card by number or token, as Stripe's CLI makes them."""
    only(call.params, {"type", "card", "billing_details", "metadata"}, "payment methods")
    if call.params.get("type") != "card":
        raise not_here(f"payment methods of type {call.params.get('type')}", "type")
    card, details = call.params.get("card") or {}, call.params.get("billing_details") or {}
    number = str(card.get("token") or card.get("number") or "")
    if find_card(number) is None:
        raise CardRefusal("Your card number is incorrect.", code="incorrect_number")
    address = details.get("address") or {}
    payer = Payer(
        number=number,
        email=details.get("email") or "",
        name=details.get("name") or "",
        country=address.get("country") or "",
        exp_month=int(card.get("exp_month", 12)),
        exp_year=int(card.get("exp_year", 2034)),
    )
    return keep_card(payer).data


def update_customer(call: Call) -> dict[str, Any]:
    """POST /v1/customers/{customer}: their details, and the card for renewals."""
    params = dict(call.params)
    chosen = params.pop("invoice_settings", {})
    only(chosen, {"default_payment_method"}, "invoice_settings")
    if chosen:
        held = Resource.objects.locked("customer", call.args[0])
        param = "invoice_settings[default_payment_method]"
        make_default(held, attached_to(held.ref, chosen["default_payment_method"], param).ref)
    return _update(replace(call, params=params))


def delete_customer(call: Call) -> dict[str, Any]:
    """DELETE /v1/customers/{customer}: what they subscribe to ends at once."""
    running = Resource.objects.of("subscription").filter(data__customer=call.args[0])
    for held in running.exclude(data__status__in=OVER).select_for_update():
        end_now(held, "cancellation_requested")
    return _delete(call)


def attach_method(call: Call) -> dict[str, Any]:
    """POST /v1/payment_methods/{payment_method}/attach."""
    only(call.params, {"customer"}, "attaching a payment method")
    customer = Resource.objects.fetch("customer", call.params.get("customer", ""), "customer")
    method = Resource.objects.locked("payment_method", call.args[0])
    attach(method, customer.ref)
    return method.data


def detach_method(call: Call) -> dict[str, Any]:
    """POST /v1/payment_methods/{payment_method}/detach."""
    method = Resource.objects.locked("payment_method", call.args[0])
    detach(method)
    return method.data


def list_methods_of(call: Call) -> dict[str, Any]:
    """GET /v1/customers/{customer}/payment_methods."""
    customer = Resource.objects.fetch("customer", call.args[0])
    found = Resource.objects.of("payment_method").filter(data__customer=customer.ref)
    return page(narrowed(found, call.params, {"type": "data__type"}, "payment_method"), call)


_METHOD_FILTERS = {"customer": "data__customer", "type": "data__type"}
_update = update("customer", _FIELDS)
_delete = delete("customer")

TABLE: Table = {
    ("post", "/v1/customers"): create_customer,
    ("get", "/v1/customers"): listing("customer", {"email": "data__email"}),
    ("get", "/v1/customers/{customer}"): retrieve("customer"),
    ("post", "/v1/customers/{customer}"): update_customer,
    ("delete", "/v1/customers/{customer}"): delete_customer,
    ("get", "/v1/customers/{customer}/payment_methods"): list_methods_of,
    ("post", "/v1/payment_methods"): create_payment_method,
    ("get", "/v1/payment_methods"): listing("payment_method", _METHOD_FILTERS),
    ("get", "/v1/payment_methods/{payment_method}"): retrieve("payment_method"),
    ("post", "/v1/payment_methods/{payment_method}/attach"): attach_method,
    ("post", "/v1/payment_methods/{payment_method}/detach"): detach_method,
}
