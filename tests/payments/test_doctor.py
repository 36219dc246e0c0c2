"""The doctor's look at Stripe: key, mode, and whether the webhook is known and reached."""

import pytest

from ashes_club.doctor import State
from ashes_club.doctor import stripe as stripe_check

NOBODY = 9  # a port nobody listens at


def test_stripe_that_does_not_answer_is_a_fault_in_one_sentence(settings, db):
    settings.STRIPE_API_BASE = settings.SITE_URL = f"http://127.0.0.1:{NOBODY}"
    assert "does not answer" in [each.said for each in stripe_check.check()][1]


def test_sandbox_is_said_plainly_and_knows_the_webhook(at_stripe):
    said = [finding.said for finding in stripe_check.check()]
    assert said[0] == "The sandbox stands in for Stripe: nobody pays."
    assert said[2] == "Stripe tells our webhook of all it must know."
    assert "clock and Stripe's are" in said[3]
    assert "is reached" in said[4]


def test_webhook_stripe_does_not_know_is_told(at_stripe, settings):
    settings.SITE_URL = settings.SITE_URL.replace("localhost", "127.0.0.1") + "/elsewhere"
    said = [finding.said for finding in stripe_check.check()]
    assert "Stripe knows no webhook at this address." in said
    assert "answers 404 where 400 is right" in said[-1]


@pytest.mark.parametrize(
    ("apart", "state"),
    [(1, State.FINE), (-4, State.FINE), (20, State.LOOK), (-300, State.FAULT), (300, State.FAULT)],
)
def test_clock_that_would_not_believe_stripe_is_told(apart, state):
    assert stripe_check.judge_clock(apart).state is state


@pytest.mark.parametrize(
    ("key", "base", "state"),
    [
        ("sk_live_x", "", State.FINE),
        ("rk_live_x", "", State.FINE),
        ("sk_test_x", "", State.FAULT),
        ("sk_live_x", "http://127.0.0.1:9", State.FAULT),
    ],
)
def test_mode_of_the_key_must_fit_a_real_shop(settings, key, base, state):
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, settings.DEMO = key, base, False
    assert next(stripe_check.check()).state is state
