"""`expand[]`: ids become the objects that they name, at most four levels deep."""

from collections.abc import Callable
from typing import Any

from payments.sandbox.checkout.tax import tax_country, taxes_of
from payments.sandbox.errors import Refusal
from payments.sandbox.models import Resource

_DEPTH = 4


def expand(reply: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """A reply with the named fields expanded; Stripe's 400 for a field which cannot be."""
    for path in paths:
        names = path.split(".")
        if len(names) > _DEPTH:
            message = f"You cannot expand more than {_DEPTH} levels of a property: {path}"
            raise Refusal(message, code="property_expansion_max_depth", param="expand")
        reply = _open(reply, names, path)
    return reply


def _open(data: Any, names: list[str], path: str) -> Any:
    if data is None or not names:
        return data
    if isinstance(data, list):
        return [_open(each, names, path) for each in data]
    name, rest = names[0], names[1:]
    if name not in data:
        return {**data, name: _open(_included(data, name), rest, path)}
    value = data[name]
    if isinstance(value, str):
        value = _named(value, path)
    elif not rest and not (value is None or _is_object(value)):
        raise _cannot(path)
    return {**data, name: _open(value, rest, path)}


def _named(ref: str, path: str) -> dict[str, Any]:
    found = Resource.objects.filter(ref=ref, deleted=False).first()
    if found is None:
        raise _cannot(path)
    return found.data


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) and ("object" in value or "discounts" in value)


def _included(data: dict[str, Any], name: str) -> Any:
    """Fields that Stripe leaves out until they are asked for."""
    include = _INCLUDABLE.get((data.get("object"), name))
    if include is None:
        raise _cannot(name)
    return include(data)


def line_items(session: dict[str, Any]) -> dict[str, Any]:
    """The first ten lines of a session, as `expand[]=line_items` shows them."""
    lines = Resource.objects.of("item").filter(hidden__session=session["id"]).order_by("pk")[:11]
    shown = [line.data for line in lines]
    url = f"/v1/checkout/sessions/{session['id']}/line_items"
    return {"object": "list", "data": shown[:10], "has_more": len(shown) > 10, "url": url}


def refunds_of(charge: dict[str, Any]) -> dict[str, Any]:
    """The ten newest refunds of a charge."""
    rows = Resource.objects.of("refund").filter(data__charge=charge["id"])[:11]
    shown = [row.data for row in rows]
    url = f"/v1/charges/{charge['id']}/refunds"
    return {"object": "list", "data": shown[:10], "has_more": len(shown) > 10, "url": url}


def payments_of(invoice: dict[str, Any]) -> dict[str, Any]:
    """What paid an invoice, or is to pay it."""
    rows = Resource.objects.of("invoice_payment").filter(data__invoice=invoice["id"])
    url = f"/v1/invoice_payments?invoice={invoice['id']}"
    shown = [row.data for row in rows]
    return {"object": "list", "data": shown, "has_more": False, "url": url}


def line_taxes(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The taxes of a session's line, once its buyer's country is known."""
    line = Resource.objects.get(ref=item["id"])
    session = Resource.objects.get(ref=line.hidden["session"])
    country = tax_country(session)
    return taxes_of(item, country) if country else []


_INCLUDABLE: dict[tuple[Any, str], Callable[[dict[str, Any]], Any]] = {
    ("checkout.session", "line_items"): line_items,
    ("charge", "refunds"): refunds_of,
    ("invoice", "payments"): payments_of,
    ("item", "taxes"): line_taxes,
}


def _cannot(path: str) -> Refusal:
    message = f"This property cannot be expanded ({path})."
    return Refusal(message, code="property_cannot_be_expanded", param="expand", kept=False)
