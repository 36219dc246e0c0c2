"""stripe_setup makes the endpoint once, keeps it up to date, and tells its secret once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from payments.gateway import client as stripe_client
from payments.hearing import HANDLERS


def _setup():
    said = StringIO()
    call_command("stripe_setup", stdout=said)
    return said.getvalue()


def _endpoints():
    return stripe_client.client().v1.webhook_endpoints.list({"limit": 100}).data


def test_endpoint_is_made_once_and_its_secret_told_once(at_stripe, settings):
    settings.SITE_URL = "https://club.example"
    before = len(_endpoints())
    assert "STRIPE_WEBHOOK_SECRET=whsec_" in _setup()
    assert "as before" in _setup()
    made = [each for each in _endpoints() if each.url.startswith("https://club.example")]
    assert len(_endpoints()) == before + 1
    assert set(made[0].enabled_events) == set(HANDLERS)


def test_endpoint_with_another_list_is_brought_up_to_date(at_stripe, settings):
    assert "it was another list before" in _setup()  # the tests' own endpoint takes everything
    assert "as before" in _setup()
    assert set(_endpoints()[0].enabled_events) == set(HANDLERS)


def test_stripe_that_does_not_answer_is_one_sentence(settings, db):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    with pytest.raises(CommandError, match="does not answer"):
        _setup()
