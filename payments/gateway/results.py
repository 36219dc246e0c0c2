"""What the gateway hands out: plain facts, checked for shape where they come in."""

from dataclasses import dataclass
from typing import Any

import stripe

from payments.gateway.taxes import Tax, tax_of_lines, tax_within, taxes_by_rate


@dataclass(frozen=True)
class Session:
    """A Checkout session as it is at Stripe now. Amounts in minor units of `currency`."""

    id: str
    url: str
    status: str  # open, complete or expired
    payment_status: str  # paid, unpaid or no_payment_required
    amount_total: int
    currency: str
    order_number: str
    attempt_key: str
    payment_intent: str
    intent_status: str  # processing while the bank takes its time
    paid_with: str  # card ending 4242
    country: str  # of the bill: DE
    lines: tuple[tuple[str, int, int], ...]  # name, unit price, quantity
    joining_key: str = ""  # of a session that is for membership
    subscription: str = ""  # what came of it
    tax_cents: int | None = None  # within amount_total; None where Stripe did not work it out
    tax_of_lines: tuple[int, ...] = ()  # beside `lines`, where it is known
    taxes: tuple[Tax, ...] | None = None  # by rate, where the rates are known

    @property
    def is_paid(self) -> bool:
        done = self.status == "complete"
        return done and self.payment_status in {"paid", "no_payment_required"}

    @property
    def is_open(self) -> bool:
        return self.status == "open"

    @property
    def is_pending(self) -> bool:
        """Checkout is done, the money is on its way."""
        return self.status == "complete" and not self.is_paid and not self.has_failed

    @property
    def has_failed(self) -> bool:
        """Checkout is done, and the bank said no."""
        refused = self.intent_status in {"requires_payment_method", "canceled"}
        return self.status == "complete" and not self.is_paid and refused


def session_from(
    session: stripe.checkout.Session, lines: list[stripe.LineItem] | None = None
) -> Session:
    """Read what we need of Stripe's session; it may hold fields we do not know."""
    intent = field_of(session, "payment_intent")
    return Session(
        id=session.id,
        url=field_of(session, "url") or "",
        status=field_of(session, "status") or "",
        payment_status=field_of(session, "payment_status") or "",
        amount_total=field_of(session, "amount_total") or 0,
        currency=field_of(session, "currency") or "",
        order_number=field_of(session, "client_reference_id") or "",
        attempt_key=field_of(field_of(session, "metadata"), "attempt") or "",
        payment_intent=id_of(intent),
        intent_status=field_of(intent, "status") or "",
        paid_with=_paid_with(intent),
        country=_country(session),
        lines=tuple(_line_from(line) for line in lines or []),
        joining_key=field_of(field_of(session, "metadata"), "joining") or "",
        subscription=id_of(field_of(session, "subscription")),
        tax_cents=tax_within(session),
        tax_of_lines=tax_of_lines(session, lines or []),
        taxes=taxes_by_rate(session, lines or []),
    )


def field_of(thing: Any, name: str) -> Any:
    """A field that may be missing, of an object that may be missing."""
    return getattr(thing, name, None)


def id_of(thing: Any) -> str:
    """The id of what may be given as an id or as the thing itself, or not at all."""
    return thing if isinstance(thing, str) else field_of(thing, "id") or ""


def _line_from(line: stripe.LineItem) -> tuple[str, int, int]:
    quantity = line.quantity or 0
    unit = field_of(field_of(line, "price"), "unit_amount")
    return line.description or "", int(unit or 0), quantity


def _paid_with(intent: Any) -> str:
    details = field_of(field_of(intent, "latest_charge"), "payment_method_details")
    last4 = field_of(field_of(details, "card"), "last4")
    return f"card ending {last4}" if last4 else ""


def _country(session: stripe.checkout.Session) -> str:
    address = field_of(field_of(session, "customer_details"), "address")
    return (field_of(address, "country") or "")[:2]
