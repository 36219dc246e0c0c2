"""A subscription begins: at the end of Checkout, with its first invoice paid there."""

from typing import Any

from payments.sandbox import clock
from payments.sandbox.billing.calendar import next_boundary
from payments.sandbox.billing.collecting import bind
from payments.sandbox.billing.invoices import build_invoice, finalize, keep_invoice, mark_paid
from payments.sandbox.billing.items import build_item, items_of, listed
from payments.sandbox.billing.lines import period_line
from payments.sandbox.billing.methods import attach
from payments.sandbox.billing.states import period_of, update
from payments.sandbox.blanks import blank
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record

_TAX = {"disabled_reason": None, "enabled": True, "liability": {"type": "self"}}


def join(session: Resource, method: Resource | None, intent: str | None) -> None:
    """The locked, paid session becomes a subscription; `method` pays its renewals."""
    customer = session.data["customer"]
    if method is not None:
        attach(method, customer)
    rows = Resource.objects.of("item").filter(hidden__session=session.ref).order_by("pk")
    bought = [row.data for row in rows]
    asked = session.hidden.get("subscription_data") or {}
    given = {name: asked[name] for name in ("description", "metadata") if name in asked}
    if session.data["automatic_tax"]["enabled"]:
        given["automatic_tax"] = _TAX
    given["default_payment_method"] = method.ref if method else None
    subscription = begin(customer, [(each["price"], each["quantity"]) for each in bought], given)
    invoice = keep_invoice(_first_invoice(session, subscription, bought))
    finalize(invoice)
    if intent:
        bind(invoice, intent)
    mark_paid(invoice)
    update(subscription, latest_invoice=invoice.ref, status="active")
    session.change(subscription=subscription.ref, invoice=invoice.ref)


def begin(
    customer: str, bought: list[tuple[dict[str, Any], int]], given: dict[str, Any]
) -> Resource:
    """A new subscription to (price, quantity) pairs; incomplete until its invoice is paid."""
    ref, now = new_id("sub"), clock.now()
    end = next_boundary(now, bought[0][0]["recurring"], now)
    items = [build_item(price, quantity, now, end) for price, quantity in bought]
    made = {
        "id": ref,
        "billing_cycle_anchor": now,
        "created": now,
        "currency": bought[0][0]["currency"],
        "customer": customer,
        "items": listed(ref, items),
        "start_date": now,
    }
    kept = Resource.objects.add(blank("subscription") | made | given)
    record("customer.subscription.created", kept.data)
    return kept


def _first_invoice(
    session: Resource, subscription: Resource, bought: list[dict[str, Any]]
) -> dict[str, Any]:
    start, end = period_of(subscription.data)
    items = items_of(subscription.data)
    lines = [period_line(item, start, end) for item in items]
    _discount(session, subscription, lines, [each["amount_discount"] for each in bought])
    return build_invoice(subscription.data, lines, "subscription_create")


def _discount(
    session: Resource, subscription: Resource, lines: list[dict[str, Any]], parts: list[int]
) -> None:
    """A coupon of the session, which takes something off the first invoice only."""
    if not any(parts):
        return
    discount = _keep_discount(session, subscription)
    for line, off in zip(lines, parts, strict=True):
        line["discount_amounts"] = [{"amount": off, "discount": discount}] if off else []
        line["discounts"] = [discount] if off else []


def _keep_discount(session: Resource, subscription: Resource) -> str:
    used = session.data["discounts"][0]
    code = used["promotion_code"]
    promised = Resource.objects.get(ref=code).data["promotion"]["coupon"] if code else None
    made = {
        "id": new_id("di"),
        "checkout_session": session.ref,
        "customer": session.data["customer"],
        "promotion_code": code,
        "source": {"coupon": used["coupon"] or promised, "type": "coupon"},
        "start": clock.now(),
        "subscription": subscription.ref,
    }
    return Resource.objects.add(blank("discount") | made).ref
