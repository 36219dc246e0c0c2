"""Collecting an open invoice without its payer: one attempt, and what follows from it."""

from payments.sandbox import clock
from payments.sandbox.billing.calendar import DAY
from payments.sandbox.billing.invoices import mark_paid, payment_of, stop_collecting
from payments.sandbox.billing.methods import method_for
from payments.sandbox.billing.states import OVER, end_now, update
from payments.sandbox.checkout import intents
from payments.sandbox.checkout.cards import Card
from payments.sandbox.checkout.charges import keep_charge
from payments.sandbox.checkout.methods import card_of
from payments.sandbox.models import AFTER_LAST_RETRY, Resource
from payments.sandbox.webhooks.events import record

_NO_METHOD = Card(
    number="",
    label="",
    code="invoice_payment_intent_requires_action",
    message="This customer has no payment method that can be charged.",
)


def collect(
    subscription: Resource,
    invoice: Resource,
    method: Resource | None = None,
    by_hand: bool = False,
) -> Card | None:
    """One attempt at a held, open invoice: None once it is paid, else why it is not.

    Attempts by hand after the first leave the retry schedule as it is, as at Stripe.
    """
    refused = _charge(invoice, method or method_for(subscription))
    if refused is None:
        mark_paid(invoice)
        _heal(subscription, invoice)
        return None
    counts = not (by_hand and invoice.data["attempt_count"])
    _fail(subscription, invoice, refused, counts)
    return refused


def _fail(subscription: Resource, invoice: Resource, refused: Card, counts: bool) -> None:
    if counts:
        _plan_retry(subscription, invoice)
    record("invoice.payment_failed", invoice.data)
    if refused.code == "authentication_required":
        record("invoice.payment_action_required", invoice.data)
    if invoice.due_at is None:
        _give_up(subscription)
    elif subscription.data["status"] in ("active", "trialing"):
        update(subscription, status="past_due")


def _charge(invoice: Resource, method: Resource | None) -> Card | None:
    if not invoice.data["amount_due"]:
        return None
    if method is None:
        return _NO_METHOD
    intent = _intent_of(invoice)
    card = card_of(method.hidden["number"]).without_holder()
    if card.code:
        charge = keep_charge(intent.data, method, card, "failed")
        intents.fail(intent, card, method, charge["id"])
        return card
    charge = keep_charge(intent.data, method, card, "succeeded")
    intents.succeed(intent, charge)
    return None


def _intent_of(invoice: Resource) -> Resource:
    """The invoice's one intent, tried again and again."""
    payment = payment_of(invoice)
    ref = payment.data["payment"]["payment_intent"] if payment else None
    if ref:
        return Resource.objects.locked("payment_intent", ref)
    data = invoice.data
    made = intents.build_intent(data["amount_due"], data["currency"], data["customer"], ["card"])
    kept = Resource.objects.add(made | {"description": "Subscription update"})
    bind(invoice, kept.ref)
    record("payment_intent.created", kept.data)
    return kept


def bind(invoice: Resource, intent: str) -> None:
    """This intent is what pays the invoice."""
    payment = payment_of(invoice)
    if payment is not None:
        payment.change(payment=payment.data["payment"] | {"payment_intent": intent})


def _heal(subscription: Resource, invoice: Resource) -> None:
    """A subscription is as well as its latest invoice; one that is over stays over."""
    sick = ("incomplete", "past_due", "unpaid")
    if subscription.data["latest_invoice"] == invoice.ref and subscription.data["status"] in sick:
        update(subscription, status="active")


def _plan_retry(subscription: Resource, invoice: Resource) -> None:
    """The next attempt by itself, as the account's settings say, unless this was the last."""
    pauses = clock.bench().billing["retry_days"]
    tried = invoice.data["attempt_count"] + 1
    invoice.change(attempt_count=tried, attempted=True)
    if subscription.data["status"] in (*OVER, "unpaid") or tried > len(pauses):
        stop_collecting(invoice)
        return
    invoice.due_at = clock.now() + pauses[tried - 1] * DAY
    invoice.change(next_payment_attempt=invoice.due_at)


def _give_up(subscription: Resource) -> None:
    """After the last attempt: ended, left unpaid, or left past due."""
    if subscription.data["status"] in (*OVER, "unpaid"):
        return
    then = clock.bench().billing["after_last_retry"]
    if then == "cancel":
        end_now(subscription, "payment_failed")
    else:
        update(subscription, status=AFTER_LAST_RETRY[then])
