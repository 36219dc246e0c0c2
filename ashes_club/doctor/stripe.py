"""Stripe: does it know our key and our webhook, and does the mode fit the shop?"""

from collections.abc import Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime

import requests
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from ashes_club.doctor.finding import Finding, fault, fine, look
from payments import gateway
from payments.checks import LIVE
from payments.hearing import HANDLERS

PATIENCE = 5  # seconds
STRIPE = "https://api.stripe.com"
SKEW_SEEN, SKEW_HURTS = 5, 120  # seconds
SET_UP = "Run: python manage.py stripe_setup"
UNSIGNED = 400  # what the webhook answers to anybody but Stripe


def check() -> Iterator[Finding]:
    yield _mode()
    url = settings.SITE_URL + reverse("payments:webhook")
    try:
        # Without the SDK first, which tries for half a minute before it says so.
        answer = requests.head(settings.STRIPE_API_BASE or STRIPE, timeout=PATIENCE)
    except requests.RequestException as error:
        yield _silent(type(error).__name__)
    else:
        yield from _asked(url)
        yield from _clock(answer.headers.get("Date", ""))
    yield _reached(url)


def _silent(reason: str) -> Finding:
    to_do = "Start the sandbox, or see whether this machine may go out."
    return fault(f"{settings.STRIPE_API_BASE or STRIPE} does not answer: {reason}.", to_do)


def _asked(url: str) -> Iterator[Finding]:
    try:
        yield from _known(gateway.look_up_endpoint(url))
    except gateway.Unreachable as error:
        yield _silent(str(error).splitlines()[0])
    except gateway.Refused as error:
        yield fault(str(error), "See STRIPE_SECRET_KEY and what it may: docs/going-live.md.")


def _mode() -> Finding:
    is_live = settings.STRIPE_SECRET_KEY.startswith(LIVE)
    if settings.STRIPE_API_BASE:
        said = "The sandbox stands in for Stripe: nobody pays."
        if is_live:
            return fault(f"{said} The key is a live one.", "Unset STRIPE_API_BASE.")
        return look(said, "Right in a demo; a real shop has no STRIPE_API_BASE.")
    if is_live:
        return fine("The key is a live one: buyers pay.")
    to_do = "Right for a rehearsal; docs/going-live.md says what comes after."
    return (look if settings.DEMO else fault)("The key is a test key: nobody pays.", to_do)


def _known(endpoint: gateway.KnownEndpoint | None) -> Iterator[Finding]:
    yield fine("The key is taken.")
    if endpoint is None:
        # The sandbox of `make run` is told by its own start whom to tell; it is no fault there.
        say = look if settings.STRIPE_API_BASE else fault
        yield say("Stripe knows no webhook at this address.", SET_UP)
    elif not endpoint.is_enabled:
        yield fault("The webhook is switched off at Stripe.", SET_UP)
    elif missing := endpoint.missing(HANDLERS):
        yield fault(f"Stripe does not tell of {', '.join(missing)}.", SET_UP)
    else:
        yield fine("Stripe tells our webhook of all it must know.")


def _clock(date: str) -> Iterator[Finding]:
    """Ours beside Stripe's, in whole seconds: what it signed five minutes ago is not believed."""
    with suppress(ValueError):  # an answer without a date
        yield judge_clock((timezone.now() - parsedate_to_datetime(date)).total_seconds())


def judge_clock(apart: float) -> Finding:
    """`apart` is in seconds."""
    said = f"This machine's clock and Stripe's are {abs(apart):.0f} s apart."
    if abs(apart) < SKEW_SEEN:
        return fine(said)
    to_do = "Run an NTP service: events that seem older than five minutes are refused."
    return (fault if abs(apart) >= SKEW_HURTS else look)(said, to_do)


def _reached(url: str) -> Finding:
    """Whether our own address leads here, as far as this machine can see."""
    say = look if settings.DEMO else fault
    to_do = "See SITE_URL, the proxy, and whether the web process runs."
    try:
        answer = requests.post(url, data=b"", timeout=PATIENCE, allow_redirects=False)
    except requests.RequestException as error:
        return say(f"{url} is not reached from here: {type(error).__name__}.", to_do)
    if answer.status_code == UNSIGNED:
        return fine(f"{url} is reached, and refuses what Stripe has not signed.")
    return say(f"{url} answers {answer.status_code} where 400 is right.", to_do)
