"""Invoices: drafted, finalised, then paid, voided or given up as uncollectible.

Whoever changes one holds its subscription's row first, then the invoice's, then the customer's.
"""

from typing import Any

from django.conf import settings

from payments.sandbox import clock
from payments.sandbox.blanks import blank
from payments.sandbox.checkout.tax import (
    automatic_tax,
    country_of,
    tax_invoice_lines,
    total_taxes,
)
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record

# Stripe leaves a renewal's draft open to changes for an hour.
DRAFT_FOR = 3600
_CLOSED = {
    "uncollectible": ("marked_uncollectible_at", "invoice.marked_uncollectible"),
    "void": ("voided_at", "invoice.voided"),
}


def build_invoice(
    subscription: dict[str, Any], lines: list[dict[str, Any]], reason: str
) -> dict[str, Any]:
    """A draft of these lines; its own period says nothing of theirs (it looks back)."""
    ref, now = new_id("in"), clock.now()
    tax = _taxed(subscription, lines)
    made = blank("invoice") | totals_of(lines) | _recipient(subscription["customer"])
    return made | {
        "id": ref,
        "account_name": settings.SHOP_NAME,
        "automatic_tax": tax,
        "billing_reason": reason,
        "created": now,
        "currency": subscription["currency"],
        "lines": _listed(ref, lines),
        "parent": _parent(subscription),
        "period_end": now,
        "period_start": now,
    }


def _recipient(ref: str) -> dict[str, Any]:
    """What an invoice keeps of its customer, who may change later."""
    customer = Resource.objects.get(ref=ref).data
    names = ("address", "email", "name", "phone")
    return {"customer": ref} | {f"customer_{name}": customer[name] for name in names}


def _taxed(subscription: dict[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
    """The invoice's `automatic_tax`; its lines are taxed where the subscription says so."""
    plain = blank("invoice")["automatic_tax"]
    if not subscription["automatic_tax"]["enabled"]:
        return plain
    country = country_of(subscription["customer"])
    if not country:
        return plain | automatic_tax("requires_location_inputs")
    tax_invoice_lines(lines, country)
    return plain | automatic_tax("complete")


def totals_of(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """An invoice's sums, from its lines."""
    subtotal = sum(line["amount"] for line in lines)
    reductions = [off for line in lines for off in line["discount_amounts"]]
    off = sum(each["amount"] for each in reductions)
    total, discounts = subtotal - off, sorted({each["discount"] for each in reductions})
    due, taxes = max(total, 0), total_taxes(lines)
    tax = sum(each["amount"] for each in taxes)
    return {
        "amount_due": due,
        "amount_remaining": due,
        "discounts": discounts,
        "subtotal": subtotal,
        "subtotal_excluding_tax": subtotal - tax,
        "total": total,
        "total_discount_amounts": [{"amount": off, "discount": each} for each in discounts],
        "total_excluding_tax": total - tax,
        "total_taxes": taxes,
    }


def _listed(ref: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    shown = [line | {"invoice": ref} for line in lines]
    url = f"/v1/invoices/{ref}/lines"
    return {"object": "list", "data": shown, "has_more": False, "url": url}


def _parent(subscription: dict[str, Any]) -> dict[str, Any]:
    details = {"metadata": subscription["metadata"], "subscription": subscription["id"]}
    kind = "subscription_details"
    return {"quote_details": None, kind: details, "type": kind}


def keep_invoice(data: dict[str, Any], waits: bool = False) -> Resource:
    """Keep a draft; one that waits is finalised by the clock an hour later."""
    due_at = clock.now() + DRAFT_FOR if waits else None
    made = data | {"automatically_finalizes_at": due_at}
    subscription = data["parent"]["subscription_details"]["subscription"]
    kept = Resource.objects.add(made, due_at, {"subscription": subscription})
    record("invoice.created", kept.data)
    return kept


def finalize(invoice: Resource) -> None:
    """A draft gets its number and what is due; a credit of the customer is used up first."""
    must_be(invoice, "draft")
    customer = Resource.objects.locked("customer", invoice.data["customer"])
    balance = customer.data["balance"]
    left = invoice.data["total"] + balance
    number = customer.data["next_invoice_sequence"]
    customer.change(balance=min(left, 0), next_invoice_sequence=number + 1)
    invoice.due_at = None
    invoice.change(
        amount_due=max(left, 0),
        amount_remaining=max(left, 0),
        automatically_finalizes_at=None,
        effective_at=clock.now(),
        ending_balance=min(left, 0),
        hosted_invoice_url=f"{settings.PUBLIC_URL}/i/{invoice.ref}",
        number=f"{customer.data['invoice_prefix']}-{number:04}",
        starting_balance=balance,
        status="open",
        status_transitions=_dated(invoice, "finalized_at"),
    )
    record("invoice.finalized", invoice.data)
    _keep_payment(invoice)


def mark_paid(invoice: Resource) -> None:
    """The money is there, or nothing was due."""
    invoice.due_at = None
    invoice.change(
        amount_paid=invoice.data["amount_due"],
        amount_remaining=0,
        attempted=True,
        auto_advance=False,
        next_payment_attempt=None,
        status="paid",
        status_transitions=_dated(invoice, "paid_at"),
    )
    _close_payment(invoice, "paid")
    record("invoice.paid", invoice.data)
    record("invoice.payment_succeeded", invoice.data)


def close_unpaid(invoice: Resource, status: str) -> None:
    """Give an open invoice up: "uncollectible", or "void" as if it had never been."""
    date, event = _CLOSED[status]
    stop_collecting(invoice, status=status, status_transitions=_dated(invoice, date))
    if status == "void":
        _close_payment(invoice, "canceled")
    record(event, invoice.data)


def stop_collecting(invoice: Resource, **values: Any) -> None:
    """No further attempt is made by itself."""
    invoice.due_at = None
    invoice.change(auto_advance=False, next_payment_attempt=None, **values)


def must_be(invoice: Resource, *wanted: str) -> None:
    """Refuse what this invoice's status does not allow any more."""
    status = invoice.data["status"]
    if status == "paid" and "paid" not in wanted:
        raise Refusal("Invoice is already paid", code="invoice_already_paid")
    if status not in wanted:
        message = f"You can only do this to an invoice that is {' or '.join(wanted)}, not {status}."
        raise Refusal(message, code="invoice_not_editable")


def payment_of(invoice: Resource) -> Resource | None:
    """The payment that an invoice with something due asks for."""
    found = Resource.objects.of("invoice_payment").filter(data__invoice=invoice.ref)
    return found.select_for_update().first()


def _close_payment(invoice: Resource, status: str) -> None:
    payment = payment_of(invoice)
    if payment is None:
        return
    dates = payment.data["status_transitions"] | {f"{status}_at": clock.now()}
    payment.change(status=status, status_transitions=dates)
    if status == "paid":
        payment.change(amount_paid=invoice.data["amount_paid"])
        record("invoice_payment.paid", payment.data)


def _keep_payment(invoice: Resource) -> None:
    data = invoice.data
    if not data["amount_due"]:
        return
    Resource.objects.add(
        blank("invoice_payment")
        | {
            "id": new_id("inpay"),
            "amount_requested": data["amount_due"],
            "created": clock.now(),
            "currency": data["currency"],
            "invoice": invoice.ref,
            "payment": {"payment_intent": None, "type": "payment_intent"},
        }
    )


def _dated(invoice: Resource, name: str) -> dict[str, Any]:
    return invoice.data["status_transitions"] | {name: clock.now()}
