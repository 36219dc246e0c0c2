"""Stripe Tax in small: the standard rate of the buyer's country, inside prices that include it.

Rates as of 2026: taxation-customs.ec.europa.eu (VAT rates applied in the member states), gov.uk,
estv.admin.ch, skatteetaten.no, skatturinn.is. A country which is not here is one where the shop
is not registered, so nothing is collected.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from payments.sandbox import clock
from payments.sandbox.blanks import blank
from payments.sandbox.checkout.pricing import totals
from payments.sandbox.models import Resource, new_id

RATES = {
    "AT": "20",
    "BE": "21",
    "BG": "20",
    "CH": "8.1",
    "CY": "19",
    "CZ": "21",
    "DE": "19",
    "DK": "25",
    "EE": "24",
    "ES": "21",
    "FI": "25.5",
    "FR": "20",
    "GB": "20",
    "GR": "24",
    "HR": "25",
    "HU": "27",
    "IE": "23",
    "IS": "24",
    "IT": "22",
    "LT": "21",
    "LU": "17",
    "LV": "21",
    "MT": "18",
    "NL": "21",
    "NO": "25",
    "PL": "23",
    "PT": "23",
    "RO": "21",
    "SE": "25",
    "SI": "22",
    "SK": "23",
}


def included(amount: int, country: str) -> int:
    """The tax inside an amount, in the currency's minor unit; negative where money goes back."""
    percent = Decimal(RATES.get(country, "0"))
    share = amount * percent / (100 + percent)
    return int(share.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def rate_of(country: str) -> dict[str, Any]:
    """The tax rate of a country as Stripe shows it, made when it is first needed."""
    found = Resource.objects.of("tax_rate").filter(data__country=country).first()
    if found is not None:
        return found.data
    percent = float(RATES.get(country, "0"))
    made = {
        "id": new_id("txr"),
        "country": country,
        "created": clock.now(),
        "effective_percentage": percent,
        "jurisdiction": country,
        "percentage": percent,
    }
    return Resource.objects.add(blank("tax_rate") | made).data


def reason_of(country: str) -> str:
    """Why a country's rate is what it is, in Stripe's words."""
    return "standard_rated" if country in RATES else "not_collecting"


def automatic_tax(status: str) -> dict[str, Any]:
    """What a session or an invoice shows of it."""
    return {"enabled": True, "liability": {"type": "self"}, "provider": "stripe", "status": status}


def tax_lines(lines: list[dict[str, Any]], country: str) -> None:
    """Write the tax of a session's lines into them, after discounts; "" while nobody knows."""
    for line in lines:
        line["amount_tax"] = included(line["amount_total"], country)


def taxes_of(item: dict[str, Any], country: str) -> list[dict[str, Any]]:
    """A session line's taxes, as `expand[]=line_items.data.taxes` shows them."""
    tax = item["amount_tax"]
    shown = {"amount": tax, "rate": rate_of(country), "taxability_reason": reason_of(country)}
    return [shown | {"taxable_amount": item["amount_total"] - tax}]


def tax_invoice_lines(lines: list[dict[str, Any]], country: str) -> None:
    """The same for the lines of an invoice."""
    rate = rate_of(country)["id"]
    for line in lines:
        whole = line["amount"] - sum(off["amount"] for off in line["discount_amounts"])
        tax = included(whole, country)
        line["taxes"] = [
            {
                "amount": tax,
                "tax_behavior": "inclusive",
                "tax_rate_details": {"tax_rate": rate},
                "taxability_reason": reason_of(country),
                "taxable_amount": whole - tax,
                "type": "tax_rate_details",
            }
        ]


def total_taxes(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An invoice's taxes by rate, from its lines."""
    found: dict[str, dict[str, Any]] = {}
    for tax in (tax for line in lines for tax in line["taxes"]):
        known = found.setdefault(
            tax["tax_rate_details"]["tax_rate"], tax | {"amount": 0, "taxable_amount": 0}
        )
        known["amount"] += tax["amount"]
        known["taxable_amount"] += tax["taxable_amount"]
    return list(found.values())


def country_of(customer: str | None) -> str:
    """Where a customer is taxed, as far as that is known."""
    if customer is None:
        return ""
    address = Resource.objects.get(ref=customer).data["address"] or {}
    return address.get("country") or ""


def tax_country(session: Resource) -> str:
    """Where a session is taxed: what its buyer said last, else where its customer lives."""
    if not session.data["automatic_tax"]["enabled"]:
        return ""
    details = session.data["customer_details"] or {}
    said = (details.get("address") or {}).get("country")
    return said or country_of(session.data["customer"])


def levy(session: Resource) -> None:
    """Tax the lines of a locked session anew, as its buyer's country or discount changed."""
    country = tax_country(session)
    if not country:
        return
    rows = list(Resource.objects.of("item").filter(hidden__session=session.ref).order_by("pk"))
    lines = [row.data for row in rows]
    tax_lines(lines, country)
    for row in rows:
        row.change()
    session.change(automatic_tax=automatic_tax("complete"), **totals(lines))
