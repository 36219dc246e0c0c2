"""A shop with a till: the club as a live server, and the Stripe sandbox as a process beside it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from catalog.models import Item
from payments import hearing
from payments.consent import Consent
from payments.models import Bag, Order, StripeEvent
from payments.sandbox.testing import Sandbox, running_sandbox, temporary_database

WEBHOOK_SECRET = "whsec_of_the_tests"


@pytest.fixture(scope="session")
def _stripe(live_server: Any) -> Iterator[Sandbox]:
    webhook_url = live_server.url + "/stripe/webhook/"
    with (
        temporary_database() as database,
        running_sandbox(database, webhook_url, secret=WEBHOOK_SECRET) as running,
    ):
        yield running


@pytest.fixture
def at_stripe(
    _stripe: Sandbox, live_server: Any, settings: Any, transactional_db: None
) -> Iterator[Sandbox]:
    """Stripe's stand-in, empty, with the shop pointed at it and its webhooks at the shop."""
    settings.STRIPE_API_BASE = _stripe.url
    settings.STRIPE_SECRET_KEY = "sk_test_of_the_tests"
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.SITE_URL = live_server.url
    settings.ALLOWED_HOSTS = ["*"]
    _stripe.reset()
    _stripe.set_faults()
    yield _stripe
    # What is still on its way must not reach the next test's database.
    _stripe.set_faults(webhooks={"hold": True})
    _stripe.reset()


@pytest.fixture
def no_webhooks(at_stripe: Sandbox) -> Sandbox:
    """Every webhook is lost."""
    at_stripe.set_faults(webhooks={"drop": True})
    return at_stripe


@pytest.fixture
def browser_of() -> Callable[[Any], Client]:
    """A browser in which this user is signed in."""

    def signed_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def heard(sandbox: Sandbox) -> None:
    """All that the sandbox told has arrived, and the worker has acted on it."""
    sandbox.wait_until_delivered()
    for event in StripeEvent.objects.unhandled():
        hearing.act_on(event)


def fill_bag(user: Any, *items: Item, quantity: int = 1) -> Bag:
    """This user's bag, with these items in it."""
    bag, _ = Bag.objects.get_or_create(user=user)
    for item in items:
        bag.put(item, quantity)
    return bag


def place(user: Any, *items: Item, quantity: int = 1) -> Order:
    """An order of these items, placed but not yet sent to Stripe."""
    bag = fill_bag(user, *items, quantity=quantity)
    total = sum(item.price_cents for item in items) * quantity
    return Order.place(user, bag, Consent(total))


def press_pay(client: Client, total: int) -> Any:
    """The reply to the bag's Pay button."""
    return client.post(reverse("payments:checkout_create"), {"consent": "on", "total": total})


def at_once(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Do it in so many threads, all let go at the same moment; exceptions are results too."""
    barrier = threading.Barrier(count)

    def run(number: int) -> Any:
        try:
            barrier.wait()
            return act(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.fixture
def make_buyers(django_user_model: Any) -> Callable[[int], list[Any]]:
    """So many members, each with an empty bag."""

    def make(count: int) -> list[Any]:
        users = django_user_model.objects.bulk_create(
            django_user_model(email=f"buyer{n}@ashes.example", handle=f"buyer-{n}", password="!")
            for n in range(count)
        )
        Bag.objects.bulk_create(Bag(user=user) for user in users)
        return users

    return make
