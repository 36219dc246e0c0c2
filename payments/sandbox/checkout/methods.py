"""Who pays, and with what: the form's answers, and the payment method made of them."""

from dataclasses import dataclass
from typing import Any

from payments.sandbox import clock
from payments.sandbox.checkout.cards import Card, find_card
from payments.sandbox.models import Resource, new_id


@dataclass(frozen=True)
class Payer:
    """What a buyer typed. `bank` is "" for a card, else how the bank debit will end."""

    number: str = ""
    email: str = ""
    name: str = ""
    country: str = ""
    exp_month: int = 12
    exp_year: int = 2034
    bank: str = ""

    def billing(self) -> dict[str, Any]:
        """Stripe's `billing_details`."""
        parts = ("city", "country", "line1", "line2", "postal_code", "state")
        address = dict.fromkeys(parts) | {"country": self.country or None}
        named = {"email": self.email or None, "name": self.name or None}
        return {"address": address, "phone": None, "tax_id": None} | named


def keep_card(payer: Payer) -> Resource:
    """A payment method of a test card. The number itself is not shown, as at Stripe."""
    card = card_of(payer.number)
    details = {
        "brand": "visa",
        "checks": _checks(card),
        "country": "US",
        "display_brand": "visa",
        "exp_month": payer.exp_month,
        "exp_year": payer.exp_year,
        "fingerprint": f"sandbox{card.last4}",
        "funding": "credit",
        "generated_from": None,
        "last4": card.last4,
        "networks": {"available": ["visa"], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
    return _keep("card", details, payer, number=card.number)


def keep_bank_debit(payer: Payer) -> Resource:
    """A SEPA debit: accepted at once, settled later as the payer chose ("pays" or "fails")."""
    details = {
        "bank_code": "37040044",
        "branch_code": "",
        "country": "DE",
        "fingerprint": "sandboxsepa",
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": "3000",
    }
    return _keep("sepa_debit", details, payer, bank=payer.bank)


def card_of(number: str) -> Card:
    """The test card of a number which was checked before."""
    card = find_card(number)
    if card is None:
        raise LookupError("only test cards reach this point")
    return card


def _keep(kind: str, details: dict[str, Any], payer: Payer, **hidden: str) -> Resource:
    data = {
        "id": new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": payer.billing(),
        "created": clock.now(),
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": kind,
        kind: details,
    }
    return Resource.objects.add(data, hidden=dict(hidden))


def _checks(card: Card) -> dict[str, Any]:
    cvc = "fail" if card.code == "incorrect_cvc" else "pass"
    return {
        "address_line1_check": None,
        "address_postal_code_check": None,
        "cvc_check": cvc,
    }
