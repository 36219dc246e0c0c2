"""/v1/disputes: looked at, answered with evidence, or accepted as lost."""

from typing import Any

from payments.sandbox.api.call import Call, Table
from payments.sandbox.api.objects import listing, merged_metadata, only, retrieve
from payments.sandbox.checkout.disputes import accept_dispute, answer_dispute
from payments.sandbox.models import Resource


def update_dispute(call: Call) -> dict[str, Any]:
    """POST /v1/disputes/{id}: evidence, submitted unless `submit` is false; metadata."""
    only(call.params, {"evidence", "submit", "metadata"}, "updating a dispute")
    found = Resource.objects.locked("dispute", call.args[0])
    if "metadata" in call.params:
        found.change(metadata=merged_metadata(found.data["metadata"], call.params["metadata"]))
    if "evidence" in call.params:
        answer_dispute(found, call.params["evidence"], call.params.get("submit", True))
    return found.data


def close_dispute(call: Call) -> dict[str, Any]:
    """POST /v1/disputes/{id}/close: the shop does not contest it."""
    found = Resource.objects.locked("dispute", call.args[0])
    accept_dispute(found)
    return found.data


_FILTERS = {"charge": "data__charge", "payment_intent": "data__payment_intent"}

TABLE: Table = {
    ("get", "/v1/disputes"): listing("dispute", _FILTERS),
    ("get", "/v1/disputes/{dispute}"): retrieve("dispute"),
    ("post", "/v1/disputes/{dispute}"): update_dispute,
    ("post", "/v1/disputes/{dispute}/close"): close_dispute,
}
