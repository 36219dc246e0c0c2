"""Where our memberships and Stripe's subscriptions do not agree; on a healthy shop, nowhere."""

from collections import Counter
from collections.abc import Iterator

from payments import gateway
from payments.models import Membership


def find() -> Iterator[tuple[str, str]]:
    """What each difference is about, and a sentence: in both directions."""
    at_stripe = {each.id: each for each in gateway.all_subscriptions()}
    here = {each.subscription_id: each for each in Membership.objects.all()}
    yield from _unlike(here, at_stripe)
    for membership in here.values():
        if not membership.is_over and membership.subscription_id not in at_stripe:
            yield str(membership), f"Stripe has no {membership.subscription_id}."
    yield from _twice(at_stripe)


def _unlike(
    here: dict[str, Membership], at_stripe: dict[str, gateway.Subscription]
) -> Iterator[tuple[str, str]]:
    for found in at_stripe.values():
        known = here.get(found.id)
        if known is None and not found.is_over:
            yield found.id, f"Stripe has it as {found.status}; no member here has it."
        elif known and not known.is_like(found):
            yield str(known), f"Here {known.in_short}, at Stripe {found.in_short}."


def _twice(at_stripe: dict[str, gateway.Subscription]) -> Iterator[tuple[str, str]]:
    """Two subscriptions at once for one customer."""
    running = Counter(each.customer for each in at_stripe.values() if not each.is_over)
    for customer, count in running.items():
        if count > 1:
            yield customer, f"Stripe charges {count} memberships of one customer."
