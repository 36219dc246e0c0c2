"""The SDK's client, and the conditions on which it may be used."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, wraps
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

import stripe
from django.conf import settings
from django.db import transaction

from payments.gateway.errors import Refused, Unreachable

API_VERSION = "2026-10-28.endive"
TIMEOUT = 8  # seconds; the SDK's own default is 80
RETRIES = 1  # with back-off, and always the same idempotency key
# Of a web process's four threads one is left to those who only read, however slow Stripe is.
AT_ONCE = 3
PATIENCE = 2  # seconds, for one of these to come back

# Where the dashboard keeps what has an id of this kind.
SECTIONS = {
    "pi": "payments",
    "re": "refunds",
    "pyr": "refunds",  # of a payment that was no card's
    "dp": "disputes",
    "du": "disputes",
    "sub": "subscriptions",
}

P = ParamSpec("P")
R = TypeVar("R")
AGAIN_LATER = (stripe.APIConnectionError, stripe.RateLimitError)


def client() -> stripe.StripeClient:
    """The client for the key and address of the settings."""
    return _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@lru_cache(maxsize=4)
def _client(key: str, api_base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        key,
        stripe_version=API_VERSION,
        base_addresses={"api": api_base} if api_base else {},
        max_network_retries=RETRIES,
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
    )


def dashboard_url(stripe_id: str) -> str:
    """Where a person looks at this object: Stripe's dashboard, or the sandbox's page of it."""
    if settings.STRIPE_API_BASE:
        return f"{settings.STRIPE_PAGES}/objects/{stripe_id}"
    mode = "" if "_live_" in settings.STRIPE_SECRET_KEY else "test/"
    section = SECTIONS[stripe_id.partition("_")[0]]
    return f"https://dashboard.stripe.com/{mode}{section}/{stripe_id}"


def asks_stripe(call: Callable[P, R]) -> Callable[P, R]:
    """Turn the SDK's errors into ours, and refuse to wait for Stripe inside a transaction."""

    @wraps(call)
    def asking(*args: P.args, **kwargs: P.kwargs) -> R:
        # Django's own test for being outermost; it knows to look through a test's wrapper.
        with transaction.atomic(durable=True):
            pass
        try:
            with _one_of_few():
                return _once_more(lambda: call(*args, **kwargs))
        except AGAIN_LATER as error:
            raise Unreachable(f"Stripe does not answer: {error}") from error
        except stripe.StripeError as error:
            # 409: the same key is being worked on, as after a double click.
            # The other refusal of a key is as open: it was used before, and for what is not known.
            unsure = isinstance(error, stripe.IdempotencyError) or error.http_status == 409
            if unsure or (error.http_status or 0) >= 500:
                raise Unreachable(f"Stripe cannot now: {error}") from error
            raise Refused(f"Stripe refused: {error}") from error

    return asking


_waiting = BoundedSemaphore(AT_ONCE)


@contextmanager
def _one_of_few() -> Iterator[None]:
    if not _waiting.acquire(timeout=PATIENCE):
        raise Unreachable("Stripe is so slow that others wait for it already.")
    try:
        yield
    finally:
        _waiting.release()


def _once_more(call: Callable[[], R]) -> R:
    """Repeat what broke off in the middle of a reply: the SDK itself gives up there.

    All calls of the gateway may be repeated: they read, or write under a key, or expire.
    """
    try:
        return call()
    except stripe.APIConnectionError as error:
        if error.should_retry:  # then the SDK has done so already
            raise
        return call()
