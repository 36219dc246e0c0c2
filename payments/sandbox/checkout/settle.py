"""What happens by itself when its time comes: expiry, debits, refunds, disputes, renewals."""

from collections.abc import Callable

from django.db import connection, transaction

from payments.sandbox import clock
from payments.sandbox.billing.renewals import settle_invoice, settle_subscription
from payments.sandbox.checkout import intents
from payments.sandbox.checkout.cards import Card
from payments.sandbox.checkout.charges import book_charge
from payments.sandbox.checkout.disputes import decide_dispute
from payments.sandbox.checkout.refunds import settle_refund
from payments.sandbox.models import Resource
from payments.sandbox.webhooks.events import record

# Any number of our own: what PostgreSQL knows the turn by.
_TURN = 20_261_126

_DEBIT_FAILED = Card(
    number="",
    label="",
    code="payment_intent_payment_attempt_failed",
    message="The bank could not collect the debit.",
)


def settle_due() -> int:
    """Bring everything up to date in the order in which it was due; returns how many steps."""
    now, count = clock.now(), 0
    while _settle_one(now):
        count += 1
    return count


@transaction.atomic
def _settle_one(now: int) -> bool:
    _take_turn()
    # Waits for a row in other hands, so that a caller finds all that is due settled.
    found = Resource.objects.due(now).first()
    if found is None:
        return False
    held = _hold(found, now)
    if held is not None:
        with clock.as_of(held.due_at or now):
            _SETTLE[held.kind](held)
    return True


def _take_turn() -> None:
    """One at a time: two hands would let a renewal overtake the invoice before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _hold(found: Resource, now: int) -> Resource | None:
    """The row under lock, if it is still due; an invoice's subscription is held before it."""
    subscription = found.hidden.get("subscription")
    if subscription:
        Resource.objects.locked("subscription", subscription)
    return Resource.objects.due(now).select_for_update().filter(pk=found.pk).first()


def expire(session: Resource, early: bool = False) -> None:
    """A locked open session ends unpaid; `early` when the API asked for it."""
    session.due_at = None
    session.hidden["expired_early"] = early
    session.hidden.pop("authenticating", None)
    session.change(status="expired", url=None)
    intent = intents.intent_ref(session)
    if intent:
        intents.cancel(Resource.objects.locked("payment_intent", intent))
    record("checkout.session.expired", session.data)


def _settle_debit(intent: Resource) -> None:
    """A bank debit is decided, as the buyer chose on the page."""
    charge = Resource.objects.locked("charge", intent.data["latest_charge"])
    session = Resource.objects.locked("checkout.session", intent.hidden["session"])
    if intent.hidden["debit"] == "fails":
        _fail_debit(intent, charge)
        record("checkout.session.async_payment_failed", session.data)
        return
    charge.change(status="succeeded", paid=True)
    book_charge(charge)
    record("charge.succeeded", charge.data)
    intents.succeed(intent, charge.data)
    session.change(payment_status="paid")
    record("checkout.session.async_payment_succeeded", session.data)


def _fail_debit(intent: Resource, charge: Resource) -> None:
    intent.due_at = None
    code, message = "insufficient_funds", _DEBIT_FAILED.message
    charge.change(status="failed", failure_code=code, failure_message=message)
    record("charge.failed", charge.data)
    method = Resource.objects.fetch("payment_method", charge.data["payment_method"])
    intents.fail(intent, _DEBIT_FAILED, method, charge.ref)


_SETTLE: dict[str, Callable[[Resource], None]] = {
    "checkout.session": expire,
    "payment_intent": _settle_debit,
    "refund": settle_refund,
    "dispute": decide_dispute,
    "subscription": settle_subscription,
    "invoice": settle_invoice,
}
