"""Mixes of keys and modes that would lose or invent money: refused before anything starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

LIVE = ("sk_live_", "rk_live_")


def check_keys(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """A live key speaks to Stripe alone, and a shop in production has one, unless it is a demo."""
    is_live = settings.STRIPE_SECRET_KEY.startswith(LIVE)
    found: list[CheckMessage] = []
    if is_live and settings.STRIPE_API_BASE:
        found.append(
            Error(
                "STRIPE_SECRET_KEY is a live key, and STRIPE_API_BASE leads away from Stripe.",
                hint="Unset STRIPE_API_BASE, or use a test key.",
                id="payments.E001",
            )
        )
    if settings.PRODUCTION and not is_live and not settings.DEMO:
        found.append(
            Error(
                "STRIPE_SECRET_KEY is not a live key: this shop would give its pieces away.",
                hint="Set a live key, or DEMO=1 for a shop that takes no money.",
                id="payments.E002",
            )
        )
    return found
