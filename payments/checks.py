"""Mixes of keys and modes that would lose or invent money: refused before anything starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

LIVE = ("sk_live_", "rk_live_")


LED_AWAY = Error(
    "STRIPE_SECRET_KEY is a live key, and STRIPE_API_BASE leads away from Stripe.",
    hint="Unset STRIPE_API_BASE, or use a test key.",
    id="payments.E001",
)
WITHOUT_MONEY = Error(
    "STRIPE_SECRET_KEY is not a live key: this shop would give its pieces away.",
    hint="Set a live key, REHEARSAL=1 to try it out before, or DEMO=1 for a demo.",
    id="payments.E002",
)
OPEN_TO_ALL = Error(
    "STRIPE_SECRET_KEY is a live key, and DEMO is on: its shopkeeper's password is known to "
    "everybody.",
    hint="Set DEMO=0, on a database without the demo's people; or use a test key.",
    id="payments.E003",
)


def check_keys(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """A live key speaks to Stripe alone, and never for a demo; a shop in production has one.

    Unless it is a demo, or rehearses.
    """
    is_live = settings.STRIPE_SECRET_KEY.startswith(LIVE)
    plays = settings.DEMO or settings.REHEARSAL or not settings.PRODUCTION
    found = [
        (LED_AWAY, is_live and settings.STRIPE_API_BASE),
        (OPEN_TO_ALL, is_live and settings.DEMO),
        (WITHOUT_MONEY, not is_live and not plays),
    ]
    return [error for error, holds in found if holds]
