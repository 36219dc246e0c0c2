"""What the letters of the preview are about. None of it is in a database."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from accounts.models import User
from catalog.models import Item
from payments.consent import CONSENT
from payments.models import Bill, Membership

NOON = datetime(2026, 11, 25, 12, 4, tzinfo=UTC)
MIRA = User(pk=0, email="mira@ashes.example", handle="mira")


def item(name: str = "Cinderveil", kind: str = "outfit-concept", **fields: Any) -> Item:
    """A piece, as far as letters speak of it."""
    given = {
        "slug": name.lower().replace(" ", "-"),
        "rarity": "legendary",
        "price_cents": 2400,
        "edition_size": 500,
        "sold": 188,
        "opens_at": NOON,
    }
    return Item(name=name, kind=kind, **{**given, **fields})


def copy(of: Item, serial: int) -> Any:
    return SimpleNamespace(item=of, serial=serial, owner=MIRA)


def order(**fields: Any) -> Any:
    """An order of two pieces, paid with a code."""
    given = {
        "number": "AC-2026-004417",
        "email": MIRA.email,
        "get_absolute_url": lambda: "/orders/AC-2026-004417/",
        "placed_at": NOON,
        "paid_at": NOON + timedelta(minutes=2),
        "paid_with": "card ending 4242",
        "lines": _several(line(item(), 189), line(item("Ember Ledger", "wrap"), 41)),
        "member_off_cents": 0,
        "coupon_code": "EMBER10",
        "discount_cents": 360,
        "total_cents": 4440,
        "tax_cents": 709,
        "taxes": [{"name": "VAT", "percent": "19", "net_cents": 3731, "tax_cents": 709}],
        "consented_at": NOON,
        "consent_text": CONSENT,
    }
    return SimpleNamespace(**{**given, **fields})


def line(of: Item, serial: int) -> Any:
    kind = f"Legendary {of.get_kind_display().lower()}"
    cents = of.price_cents
    copies = _several(copy(of, serial))
    return SimpleNamespace(item=of, name=of.name, kind=kind, list_unit_cents=cents, copies=copies)


def refund(reason: str) -> Any:
    return SimpleNamespace(order=order(), reason=reason, amount_cents=2400)


def dispute() -> Any:
    due = NOON + timedelta(days=7)
    return SimpleNamespace(order=order(), amount_cents=4440, reason="fraudulent", due_by=due)


def membership(**fields: Any) -> Membership:
    """Of Mira, by the year."""
    given = {
        "pk": 312,
        "status": "active",
        "plan": "yearly",
        "price_cents": 4000,
        "since": NOON,
        "period_end": NOON + timedelta(days=365),
    }
    return Membership(member=MIRA, **{**given, **fields})


def bill(**fields: Any) -> Bill:
    """Of a renewal, paid."""
    given = {"number": "ASH-0007", "amount_cents": 4000, "made_at": NOON, "paid_at": NOON}
    return Bill(page_url="https://stripe.example/bill", **{**given, **fields})


def _several(*rows: Any) -> Any:
    """What a reverse relation looks like from a template."""
    return SimpleNamespace(all=list(rows))
