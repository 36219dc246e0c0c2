"""/v1/customers and /v1/payment_methods."""

from typing import Any

from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import delete, listing, only, retrieve, update
from payments.sandbox.checkout.cards import find_card
from payments.sandbox.checkout.customers import keep_customer
from payments.sandbox.checkout.methods import Payer, keep_card
from payments.sandbox.errors import CardRefusal, not_here

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


TABLE: Table = {
    ("post", "/v1/customers"): create_customer,
    ("get", "/v1/customers"): listing("customer", {"email": "data__email"}),
    ("get", "/v1/customers/{customer}"): retrieve("customer"),
    ("post", "/v1/customers/{customer}"): update("customer", _FIELDS),
    ("delete", "/v1/customers/{customer}"): delete("customer"),
    ("post", "/v1/payment_methods"): create_payment_method,
    ("get", "/v1/payment_methods/{payment_method}"): retrieve("payment_method"),
}
