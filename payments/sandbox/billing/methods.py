"""Which card a customer's renewals are charged to."""

from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource
from payments.sandbox.webhooks.events import record


def attach(method: Resource, customer: str) -> None:
    """The customer keeps this method for later payments; attaching twice is nothing new."""
    owner = method.data["customer"]
    if owner == customer:
        return
    if owner:
        message = "This payment method is attached to another customer already."
        raise Refusal(message, code="payment_method_unexpected_state", param="customer")
    method.change(customer=customer)
    record("payment_method.attached", method.data)


def detach(method: Resource) -> None:
    """The customer keeps it no longer, and it is nobody's default."""
    owner = method.data["customer"]
    if not owner:
        message = "The payment method you provided is not attached to a customer."
        raise Refusal(message, code="payment_method_unexpected_state", param="payment_method")
    method.change(customer=None)
    customer = Resource.objects.locked("customer", owner)
    if customer.data["invoice_settings"]["default_payment_method"] == method.ref:
        make_default(customer, None)
    record("payment_method.detached", method.data, {"customer": owner})


def make_default(customer: Resource, method: str | None) -> None:
    """Renewals are charged to this one, where their subscription names no other."""
    chosen = customer.data["invoice_settings"] | {"default_payment_method": method}
    previous = customer.change(invoice_settings=chosen)
    if previous:
        record("customer.updated", customer.data, previous)


def attached_to(customer: str, method: str, param: str) -> Resource:
    """A method of this customer; Stripe's refusal where it is somebody else's, or nobody's."""
    found = Resource.objects.fetch("payment_method", method, param)
    if found.data["customer"] != customer:
        message = (
            f"The customer does not have a payment method with the ID {method}. The payment "
            "method must be attached to the customer."
        )
        raise Refusal(message, code="resource_missing", param=param)
    return found


def method_for(subscription: Resource) -> Resource | None:
    """What a renewal is charged to: the subscription's own method, else the customer's."""
    customer = Resource.objects.get(ref=subscription.data["customer"])
    default = customer.data["invoice_settings"]["default_payment_method"]
    named = subscription.data["default_payment_method"] or default
    methods = Resource.objects.of("payment_method").filter(data__customer=customer.ref)
    return methods.filter(ref=named).first()
