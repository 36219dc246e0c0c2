"""What the Club costs, at Stripe: one product, and one price a plan, known by its lookup key.

Prices there never change: another sum is another price, which takes over the key.
"""

from typing import Any

import stripe
from django.conf import settings
from stripe.params import PriceCreateParams, ProductCreateParams

from payments.gateway.client import asks_stripe, client

PRODUCT = "ashes_club_membership"
INTERVALS = {"monthly": "month", "yearly": "year"}
PLANS = {interval: plan for plan, interval in INTERVALS.items()}


@asks_stripe
def ensure_price(plan: str, cents: int, currency: str) -> str:
    """The id of the price of a plan, made where there is none of that sum."""
    return price_for_plan(plan, cents, currency)


def price_for_plan(plan: str, cents: int, currency: str) -> str:
    """The same, for those who ask Stripe already."""
    found = client().v1.prices.list({"lookup_keys": [_key(plan)], "active": True}).data
    if found and (found[0].unit_amount, found[0].currency) == (cents, currency):
        return found[0].id
    _ensure_product()
    params: PriceCreateParams = {
        "product": PRODUCT,
        "unit_amount": cents,
        "currency": currency,
        "recurring": {"interval": INTERVALS[plan]},
        "lookup_key": _key(plan),
        "nickname": f"Ashes Club, {plan}",
        "tax_behavior": "inclusive",  # the price on our page is what is paid
    }
    if found:  # of another sum: subscribers keep it, the key moves on
        params["transfer_lookup_key"] = True
    return client().v1.prices.create(params).id


def plan_of(price: Any) -> str:
    """monthly or yearly."""
    return PLANS.get(price.recurring.interval, "monthly")


def _ensure_product() -> None:
    params: ProductCreateParams = {"id": PRODUCT, "name": "Membership of Ashes Club"}
    if settings.STRIPE_TAX:
        params["tax_code"] = settings.STRIPE_TAX_CODE
    try:
        client().v1.products.create(params)
    except stripe.InvalidRequestError as error:
        if error.code != "resource_already_exists":
            raise


def _key(plan: str) -> str:
    return f"ashes_club_{plan}"
