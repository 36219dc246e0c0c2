"""/v1/payment_pages: how Stripe's own CLI drives Checkout. Not in the SDK, so typed here."""

from typing import Any, NotRequired, TypedDict

from payments.sandbox.api.call import Call, Table
from payments.sandbox.checkout.confirm import Outcome, confirm
from payments.sandbox.checkout.methods import Payer
from payments.sandbox.conformance import Route
from payments.sandbox.errors import CardRefusal, Refusal
from payments.sandbox.models import Resource


class ShowParams(TypedDict):
    """What `GET` (or the CLI's `POST`) of a payment page takes."""

    expand: NotRequired[list[str]]
    eid: NotRequired[str]
    key: NotRequired[str]


class ConfirmParams(ShowParams):
    """What confirming a payment page takes."""

    payment_method: str
    expected_amount: NotRequired[int]


def show(call: Call) -> dict[str, Any]:
    """The session as its page sees it, with the amount due."""
    return _page(Resource.objects.fetch("checkout.session", call.args[0]).data)


def confirm_page(call: Call) -> dict[str, Any]:
    """Pay with a payment method made before; a decline is a 402."""
    session = Resource.objects.fetch("checkout.session", call.args[0])
    due = session.data["amount_total"]
    if call.params.get("expected_amount", due) != due:
        message = f"The amount due is {due}, not {call.params['expected_amount']}."
        raise Refusal(message, code="checkout_amount_mismatch", param="expected_amount")
    param = "payment_method"
    method = Resource.objects.fetch("payment_method", call.params[param], param)
    _raise(confirm(session.ref, _payer(method.data), method))
    return _page(Resource.objects.fetch("checkout.session", session.ref).data)


def _raise(outcome: Outcome) -> None:
    if outcome.state == "declined":
        code, decline_code = outcome.code, outcome.decline_code
        raise CardRefusal(outcome.message, code=code, decline_code=decline_code)
    if outcome.state == "closed":
        message = "This Checkout Session is no longer active."
        raise Refusal(message, code="checkout_not_active_session")


def _payer(method: dict[str, Any]) -> Payer:
    details = method["billing_details"]
    country = (details["address"] or {}).get("country") or ""
    return Payer(email=details["email"] or "", name=details["name"] or "", country=country)


def _page(session: dict[str, Any]) -> dict[str, Any]:
    paid = session["payment_status"] != "unpaid"
    due = 0 if paid else session["amount_total"]
    summary = {"due": due, "subtotal": session["amount_subtotal"]}
    return {**session, "total_summary": summary | {"total": session["amount_total"]}}


TABLE: Table = {
    ("get", "/v1/payment_pages/{session}"): show,
    ("post", "/v1/payment_pages/{session}"): show,
    ("post", "/v1/payment_pages/{session}/confirm"): confirm_page,
}
ROUTES = tuple(
    Route(verb, template, __name__, "ConfirmParams" if "confirm" in template else "ShowParams")
    for verb, template in TABLE
)
