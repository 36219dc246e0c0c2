"""/v1/invoices and /v1/invoice_payments; subscriptions make the invoices."""

from typing import Any

from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import listing, narrowed, only, page, retrieve, update
from payments.sandbox.billing.collecting import collect
from payments.sandbox.billing.invoices import close_unpaid, finalize, must_be
from payments.sandbox.billing.methods import attached_to
from payments.sandbox.billing.renewals import preview
from payments.sandbox.errors import CardRefusal, not_here
from payments.sandbox.models import Resource


def hold(ref: str) -> tuple[Resource, Resource]:
    """A subscription and its invoice, held in that order."""
    found = Resource.objects.fetch("invoice", ref)
    subscription = Resource.objects.locked("subscription", found.hidden["subscription"])
    return subscription, Resource.objects.locked("invoice", ref)


def pay_invoice(call: Call) -> dict[str, Any]:
    """POST /v1/invoices/{invoice}/pay: now, with the card at hand or the one that is named."""
    only(call.params, {"payment_method", "off_session"}, "paying an invoice")
    subscription, invoice = hold(call.args[0])
    method, owner = None, invoice.data["customer"]
    if "payment_method" in call.params:
        method = attached_to(owner, call.params["payment_method"], "payment_method")
    if invoice.data["status"] == "draft":
        finalize(invoice)
    must_be(invoice, "open", "uncollectible")
    refused = collect(subscription, invoice, method, by_hand=True)
    if refused is not None:
        code, decline_code = refused.code, refused.decline_code
        raise CardRefusal(refused.message, code=code, decline_code=decline_code)
    return invoice.data


def finalize_invoice(call: Call) -> dict[str, Any]:
    """POST /v1/invoices/{invoice}/finalize: a draft becomes payable."""
    only(call.params, {"auto_advance"}, "finalising an invoice")
    _, invoice = hold(call.args[0])
    finalize(invoice)
    return invoice.data


def mark_uncollectible(call: Call) -> dict[str, Any]:
    """POST /v1/invoices/{invoice}/mark_uncollectible: the shop gives the money up."""
    _, invoice = hold(call.args[0])
    must_be(invoice, "open")
    close_unpaid(invoice, "uncollectible")
    return invoice.data


def void_invoice(call: Call) -> dict[str, Any]:
    """POST /v1/invoices/{invoice}/void: it should not have been."""
    _, invoice = hold(call.args[0])
    must_be(invoice, "open", "uncollectible")
    close_unpaid(invoice, "void")
    return invoice.data


def list_lines(call: Call) -> dict[str, Any]:
    """GET /v1/invoices/{invoice}/lines: all of them, as they are few here."""
    only(call.params, {"limit"}, "listing lines")
    return Resource.objects.fetch("invoice", call.args[0]).data["lines"] | {"url": call.path}


def preview_invoice(call: Call) -> dict[str, Any]:
    """POST /v1/invoices/create_preview: a subscription's next invoice, as things stand."""
    only(call.params, {"subscription", "customer"}, "previews")
    if "subscription" not in call.params:
        raise not_here("previews without a subscription", "subscription")
    return preview(
        Resource.objects.fetch("subscription", call.params["subscription"], "subscription")
    )


def list_payments(call: Call) -> dict[str, Any]:
    """GET /v1/invoice_payments: of an invoice, or by the intent that paid."""
    params = dict(call.params)
    payment = params.pop("payment", {})
    found = Resource.objects.of("invoice_payment")
    if payment:
        only(payment, {"type", "payment_intent"}, "listing invoice payments by")
        found = found.filter(data__payment__payment_intent=payment.get("payment_intent"))
    return page(narrowed(found, params, _PAYMENTS, "invoice_payment"), call)


_PAYMENTS = {"invoice": "data__invoice", "status": "data__status"}
_FILTERS = {
    "customer": "data__customer",
    "status": "data__status",
    "subscription": "data__parent__subscription_details__subscription",
}

TABLE: Table = {
    ("get", "/v1/invoices"): listing("invoice", _FILTERS),
    ("get", "/v1/invoices/{invoice}"): retrieve("invoice"),
    ("post", "/v1/invoices/{invoice}"): update("invoice", {"description", "footer"}),
    ("get", "/v1/invoices/{invoice}/lines"): list_lines,
    ("post", "/v1/invoices/{invoice}/finalize"): finalize_invoice,
    ("post", "/v1/invoices/{invoice}/pay"): pay_invoice,
    ("post", "/v1/invoices/{invoice}/mark_uncollectible"): mark_uncollectible,
    ("post", "/v1/invoices/{invoice}/void"): void_invoice,
    ("post", "/v1/invoices/create_preview"): preview_invoice,
    ("get", "/v1/invoice_payments"): list_payments,
    ("get", "/v1/invoice_payments/{invoice_payment}"): retrieve("invoice_payment"),
}
