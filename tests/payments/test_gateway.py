"""The door to Stripe: shut inside a transaction, and plain about what went wrong."""

import pytest
from django.db import transaction

from payments import gateway
from payments.gateway.client import API_VERSION, client


@pytest.mark.invariant(11)
@pytest.mark.django_db(transaction=True)
def test_stripe_is_not_asked_inside_a_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        gateway.fetch_session("cs_test_1")


def test_client_is_pinned_and_impatient(settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    requestor = client()._requestor
    assert requestor._options.stripe_version == API_VERSION
    assert requestor._options.max_network_retries == 2
    assert requestor._client._timeout == 10


def test_stripe_away_is_told_apart_from_stripe_refusing(db, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(gateway.Unreachable):
        gateway.fetch_session("cs_test_1")


def test_unknown_session_is_refused(at_stripe):
    with pytest.raises(gateway.Refused):
        gateway.fetch_session("cs_test_of_nobody")
