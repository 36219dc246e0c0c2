"""The Club's door: where members and Stripe meet. No function may be called in a transaction."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from payments import gateway
from payments.consent import JoiningConsent
from payments.models import Joining, Membership, NotJoined
from payments.models.membership_state import Plan

logger = logging.getLogger(__name__)


# --- joining -----------------------------------------------------------------------------------
def send_to_stripe(member: Any, plan: Plan, consent: JoiningConsent) -> str:
    """The address at which this member can pay for joining; the same one for the same plan.

    A page for the other plan is ended first, so that never two can be paid.
    """
    if consent.seen_cents != plan.cents:
        raise NotJoined("The price is another one now than the page showed. Look once more.")
    for earlier in Joining.objects.open().filter(member=member):
        _look(earlier, is_wanted=earlier.plan == plan and earlier.is_in_time)
    price_id = gateway.ensure_price(plan.value, plan.cents, settings.CURRENCY)
    joining = Joining.open_for(member, plan, price_id, consent)
    if joining.plan != plan:
        raise NotJoined("Another tab of yours went to pay for the other plan just now.")
    if not joining.session_id:
        _open(joining)
    return joining.url


def look(member: Any) -> None:
    """Ask Stripe what became of this member's joining, and act on it."""
    for joining in Joining.objects.open().filter(member=member):
        _look(joining)


def take_in_session(session: gateway.Session) -> None:
    """Act on a Checkout session for membership, as it is now."""
    joining = Joining.objects.keyed(session.joining_key)
    if joining is None:
        logger.warning("Session %s is for joining, and of nobody here.", session.id)
        return
    joining.record_session(session)
    _apply(joining, session)


def _open(joining: Joining) -> gateway.Session:
    try:
        session = gateway.open_joining(joining)
    except gateway.Refused:
        joining.close()  # the same words would be refused again
        raise
    joining.record_session(session)
    return session


def _look(joining: Joining, is_wanted: bool = True) -> None:
    """What became of it; an open page that is not wanted any more is ended."""
    session = _session_of(joining)
    if session and session.is_open and not is_wanted:
        gateway.expire_checkout(session.id)
        session = gateway.fetch_session(session.id)
    _apply(joining, session)


def _session_of(joining: Joining) -> gateway.Session | None:
    """Its session now; None if Stripe never opened one. The key opens nothing twice."""
    try:
        session_id = joining.session_id or _open(joining).id
    except gateway.Refused:
        return None
    return gateway.fetch_session(session_id)


def _apply(joining: Joining, session: gateway.Session | None) -> None:
    if session and session.is_open:
        return
    if session and session.subscription:
        take_in(session.subscription)
    # After the membership, so that whoever sees it closed sees the membership too.
    joining.close()


# --- what became of it -------------------------------------------------------------------------
def hear_subscription(event: gateway.Event) -> None:
    """Act on an event about a subscription, by what it is now at Stripe."""
    take_in(event.object_id)


def hear_invoice(event: gateway.Event) -> None:
    """Act on an event about an invoice, by what its subscription is now at Stripe."""
    subscription_id = gateway.subscription_behind(event.object_id)
    if subscription_id:
        take_in(subscription_id)


def take_in(subscription_id: str) -> None:
    """Bring a membership in line with its subscription, made here if it was not known."""
    looked_at = timezone.now()
    found = gateway.fetch_subscription(subscription_id)
    known = Membership.objects.filter(subscription_id=found.id).first()
    if known:
        known.follow(found, looked_at)
        is_nobodys = known.member_id is None
    else:
        is_nobodys = _begin(found, looked_at)
    if is_nobodys and not found.is_over:
        gateway.end_subscription(found.id)


def _begin(found: gateway.Subscription, looked_at: datetime) -> bool:
    """Enter a subscription that was not known; True if who asked for it is gone."""
    joining = Joining.objects.keyed(found.joining_key)
    if joining is None:
        logger.warning("Subscription %s is of nobody here.", found.id)
    elif joining.member:
        Membership.begin(joining.member, found, looked_at)
    return joining is not None and joining.member is None


def end(membership_id: int | None, joining_ids: Iterable[int], user_id: int) -> None:
    """End at Stripe whatever an account that was removed has there, or is about to get."""
    for joining in Joining.objects.open().filter(pk__in=joining_ids):
        _look(joining, is_wanted=False)
    whose = Q(pk=membership_id) | Q(member=user_id)
    for membership in Membership.objects.live().filter(whose):
        gateway.end_subscription(membership.subscription_id)
        take_in(membership.subscription_id)


# --- whatever was lost -------------------------------------------------------------------------
def sweep() -> int:
    """Bring in line what is under way or overdue; how many there were. Twice is as good as once."""
    joinings = list(Joining.objects.open().order_by("pk"))
    for joining in joinings:
        _sweep_joining(joining)
    members = list(Membership.objects.to_look_after())
    for membership in members:
        _sweep_member(membership)
    return len(joinings) + len(members)


def compare() -> int:
    """Take in every subscription at Stripe that is not here as it is there; how many they were."""
    try:
        unlike = [each.id for each in gateway.all_subscriptions() if not is_as_known(each)]
        for subscription_id in unlike:
            take_in(subscription_id)
    except gateway.GatewayError as error:
        # The next comparison begins anew.
        logger.warning("Memberships could not be compared: %s", error)
        return 0
    return len(unlike)


def is_as_known(found: gateway.Subscription) -> bool:
    """Whether we have this subscription, and as Stripe has it."""
    known = Membership.objects.filter(subscription_id=found.id).first()
    return known.is_like(found) if known else found.is_over


def _sweep_joining(joining: Joining) -> None:
    try:
        _look(joining, is_wanted=joining.is_in_time)
    except gateway.GatewayError as error:
        # The next sweep asks again; the others need not wait for this one.
        logger.warning("%s could not be looked after: %s", joining, error)


def _sweep_member(membership: Membership) -> None:
    try:
        take_in(membership.subscription_id)
    except gateway.GatewayError as error:
        logger.warning("%s could not be looked after: %s", membership, error)
        membership.mind_the_clock()
