"""Stripe's billing portal: where members change card and plan, or cancel."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from stripe.params.billing_portal import ConfigurationCreateParams

from payments.gateway.client import asks_stripe, client
from payments.gateway.plans import PRODUCT, price_for_plan
from payments.gateway.results import field_of

MARK = {"made_by": "ashes_club"}


@asks_stripe
def open_portal(customer: str, back: str) -> str:
    """The address of the portal for this customer, who comes back to `back`."""
    configuration = _ours()
    session = client().v1.billing_portal.sessions.create(
        {
            "customer": customer,
            "return_url": back,
            "configuration": configuration.id if configuration else _make(),
        }
    )
    return session.url


@asks_stripe
def ensure_portal() -> str:
    """Have the portal offer what the Club promises, and say what was done; twice is as once."""
    found = _ours()
    if found is None:
        _make()
        return "made, as the Club promises"
    wanted = _wanted()
    # It cannot be read off what is there whether that is the same: Stripe adds fields of its own.
    client().v1.billing_portal.configurations.update(
        found.id,
        {"features": wanted["features"], "default_return_url": _back()},  # type: ignore[arg-type]
    )
    return "as the Club promises, as before"


def _ours() -> Any:
    known = client().v1.billing_portal.configurations.list({"active": True, "limit": 100})
    marked = (one for one in known.data if field_of(one.metadata, "made_by") == MARK["made_by"])
    return next(marked, None)


def _make() -> str:
    return client().v1.billing_portal.configurations.create(_wanted()).id


def _wanted() -> ConfigurationCreateParams:
    sums = {"monthly": settings.CLUB_MONTHLY_CENTS, "yearly": settings.CLUB_YEARLY_CENTS}
    prices = [price_for_plan(plan, cents, settings.CURRENCY) for plan, cents in sums.items()]
    return {
        "metadata": MARK,
        "default_return_url": _back(),
        "business_profile": {
            "headline": "Your membership of Ashes Club",
            "privacy_policy_url": settings.SITE_URL + reverse("house:privacy"),
            "terms_of_service_url": settings.SITE_URL + reverse("house:terms"),
        },
        "features": {
            "invoice_history": {"enabled": True},
            "payment_method_update": {"enabled": True},
            # What was paid for runs to its end.
            "subscription_cancel": {"enabled": True, "mode": "at_period_end"},
            "subscription_update": {
                "enabled": True,
                "default_allowed_updates": ["price"],
                "proration_behavior": "create_prorations",
                "products": [{"product": PRODUCT, "prices": prices}],
            },
        },
    }


def _back() -> str:
    return settings.SITE_URL + reverse("payments:membership")
