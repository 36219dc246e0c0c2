"""What members do for themselves in the portal, as far as its configuration lets them."""

from typing import Any

from django.db import transaction

from payments.sandbox.billing.changes import Change, carry_out, plan_change
from payments.sandbox.billing.collecting import collect
from payments.sandbox.billing.items import items_of
from payments.sandbox.billing.methods import attach, make_default
from payments.sandbox.billing.states import OVER, end_later, end_now, go_on, period_of, update
from payments.sandbox.checkout.cards import Card
from payments.sandbox.checkout.intents import UNAUTHENTICATED
from payments.sandbox.checkout.methods import Payer, card_of, keep_card
from payments.sandbox.models import Resource, ResourceQuerySet


class Refused(Exception):
    """The card said no, so nothing is changed."""

    def __init__(self, card: Card) -> None:
        super().__init__(card.message)
        self.card = card


def running(customer: str) -> ResourceQuerySet:
    """A customer's subscriptions that are not over."""
    found = Resource.objects.of("subscription").filter(data__customer=customer)
    return found.exclude(data__status__in=OVER)


@transaction.atomic
def offer_card(session: Resource, payer: Payer) -> Card | None:
    """A card for all renewals; a refusal where its bank will not.

    A card that asks for its holder waits in the session until `answer_bank`.
    """
    card = card_of(payer.number)
    if card.code and not card.asks_3ds:
        return card
    method = keep_card(payer)
    if card.asks_3ds:
        session.hidden["authenticating"] = method.ref
        session.change()
    else:
        _use(session.data["customer"], method)
    return None


@transaction.atomic
def answer_bank(ref: str, passed: bool) -> Card | None:
    """The holder comes back from 3-D Secure; a refusal leaves the old card."""
    session = Resource.objects.locked("billing_portal.session", ref)
    waiting = session.hidden.pop("authenticating", None)
    if waiting is None:
        return None
    session.change()
    method = Resource.objects.locked("payment_method", waiting)
    card = card_of(method.hidden["number"])
    if card.code or not passed:
        return card if passed else UNAUTHENTICATED
    _use(session.data["customer"], method)
    return None


def _use(customer: str, method: Resource) -> None:
    attach(method, customer)
    for subscription in running(customer).order_by("pk").select_for_update():
        update(subscription, default_payment_method=method.ref)
    make_default(Resource.objects.locked("customer", customer), method.ref)


def choices(features: dict[str, Any], subscription: Resource) -> list[dict[str, Any]]:
    """The other prices of the same product that the configuration offers."""
    asked = features["subscription_update"]
    if not asked["enabled"] or "price" not in asked["default_allowed_updates"]:
        return []
    now = items_of(subscription.data)[0]["price"]
    offered = [each["prices"] for each in asked["products"] if each["product"] == now["product"]]
    refs = [ref for prices in offered for ref in prices if ref != now["id"]]
    found = Resource.objects.of("price").filter(ref__in=refs, data__active=True)
    return [row.data for row in found.order_by("data__unit_amount")]


def planned(features: dict[str, Any], subscription: Resource, price: dict[str, Any]) -> Change:
    """What changing to this price would bring."""
    behavior = features["subscription_update"]["proration_behavior"]
    quantity = items_of(subscription.data)[0]["quantity"]
    return plan_change(subscription.data, [(price, quantity)], behavior)


def due_today(subscription: Resource, change: Change) -> int:
    """What a change costs at once, in cents; below zero it is a credit for later invoices."""
    if not change.billed_now:
        return 0
    pending = subscription.hidden.get("pending", [])
    lines = sum(line["amount"] for line in [*pending, *change.lines])
    return lines + Resource.objects.get(ref=subscription.data["customer"]).data["balance"]


def change_plan(features: dict[str, Any], ref: str, price: dict[str, Any]) -> Card | None:
    """Change to this price, unless what is due today cannot be charged."""
    try:
        with transaction.atomic():
            held = Resource.objects.locked("subscription", ref)
            refused = carry_out(held, planned(features, held, price))
            if refused is not None:
                raise Refused(refused)
    except Refused as problem:
        return problem.card
    return None


@transaction.atomic
def leave(features: dict[str, Any], ref: str, feedback: str) -> None:
    """End it as the configuration says: with the period, or at once."""
    held = Resource.objects.locked("subscription", ref)
    if held.data["status"] in OVER:
        return
    said = {"feedback": feedback} if feedback else {}
    if features["subscription_cancel"]["mode"] == "immediately":
        end_now(held, "cancellation_requested", said)
    else:
        end_later(held, period_of(held.data)[1], False, said)


@transaction.atomic
def stay(ref: str) -> None:
    """Take an end back that has not come yet."""
    held = Resource.objects.locked("subscription", ref)
    if held.data["status"] not in OVER:
        go_on(held)


@transaction.atomic
def pay(invoice_ref: str) -> Card | None:
    """Pay an open invoice with the card at hand; one that is paid already stays as it is."""
    found = Resource.objects.fetch("invoice", invoice_ref)
    subscription = Resource.objects.locked("subscription", found.hidden["subscription"])
    invoice = Resource.objects.locked("invoice", invoice_ref)
    if invoice.data["status"] not in ("open", "uncollectible"):
        return None
    return collect(subscription, invoice, by_hand=True)
