"""Customers, whether the shop makes them or a payment does."""

from typing import Any

from payments.sandbox import clock
from payments.sandbox.blanks import blank
from payments.sandbox.models import Resource, new_id
from payments.sandbox.webhooks.events import record


def keep_customer(**given: Any) -> dict[str, Any]:
    """A new customer with its event."""
    made = {"id": new_id("cus", 14), "created": clock.now()}
    made["invoice_prefix"] = new_id("x", 8)[2:].upper()
    kept = Resource.objects.add(blank("customer") | made | given)
    record("customer.created", kept.data)
    return kept.data
