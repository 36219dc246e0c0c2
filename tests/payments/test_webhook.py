"""Only signed, fresh events of our mode act; anything else is a 400 and leaves no row."""

import json
import time

import pytest
from django.db import OperationalError
from django.urls import reverse

from payments import hearing
from payments.gateway import Unreachable
from payments.models import StripeEvent
from payments.sandbox.webhooks.signing import sign

SECRET = "whsec_of_the_tests"


@pytest.fixture(autouse=True)
def _secret(settings, db):
    settings.STRIPE_WEBHOOK_SECRET = SECRET


def _body(**changes):
    event = {"id": "evt_1", "type": "charge.updated", "livemode": False} | changes
    return json.dumps(event | {"data": {"object": {"id": "ch_1"}}}).encode()


def _post(client, body, signature):
    headers = {"stripe-signature": signature} if signature else {}
    return client.post(
        reverse("payments:webhook"), body, content_type="application/json", headers=headers
    )


def _signed(client, body, secret=SECRET, at=None):
    return _post(client, body, sign(body, secret, int(time.time()) if at is None else at))


def _refused(response):
    assert response.status_code == 400
    assert not StripeEvent.objects.exists()


@pytest.mark.invariant(1, "forged")
def test_unsigned_event_is_refused(client):
    _refused(_post(client, _body(), None))


@pytest.mark.parametrize("header", ["", "t=", "v1=ab", "t=x,v1=ab", "t=1", "nonsense", "=,="])
def test_broken_signature_is_refused(client, header):
    _refused(_post(client, _body(), header))


@pytest.mark.invariant(1, "another secret")
def test_event_signed_with_another_secret_is_refused(client):
    _refused(_signed(client, _body(), secret="whsec_of_somebody_else"))


@pytest.mark.invariant(1, "two secrets")
def test_either_secret_is_believed_while_they_change_places(client, settings):
    settings.STRIPE_WEBHOOK_SECRET_BEFORE = "whsec_of_last_year"
    assert _signed(client, _body(id="evt_old"), secret="whsec_of_last_year").status_code == 200
    assert _signed(client, _body(id="evt_new")).status_code == 200
    assert _signed(client, _body(), secret="whsec_of_somebody_else").status_code == 400


def test_changed_event_is_refused(client):
    _refused(_post(client, _body(id="evt_2"), sign(_body(), SECRET, int(time.time()))))


@pytest.mark.invariant(1, "replayed after 5 minutes")
def test_old_event_is_refused(client):
    _refused(_signed(client, _body(), at=int(time.time()) - 301))


@pytest.mark.invariant(1, "dated ahead")
def test_event_from_the_future_is_refused(client):
    _refused(_signed(client, _body(), at=int(time.time()) + 310))


@pytest.mark.invariant(1, "other mode")
@pytest.mark.parametrize("livemode", [True, None, "false", 0])
def test_event_of_the_other_mode_is_refused(client, livemode):
    _refused(_signed(client, _body(livemode=livemode)))


def test_test_event_is_refused_by_a_live_shop(client, settings):
    settings.STRIPE_SECRET_KEY = "rk_live_something"
    _refused(_signed(client, _body()))


@pytest.mark.invariant(1, "no UTF-8, no JSON, no event")
@pytest.mark.parametrize("body", [b"\xff\xfe", b"not json", b"[]", b"null", b'{"livemode": false}'])
def test_signed_nonsense_is_refused(client, body):
    # The sandbox signs text; the bytes that are no text are signed as they would have to be.
    text = body.decode("utf-8", "replace").encode()
    _refused(_post(client, body, sign(text, SECRET, int(time.time()))))


@pytest.mark.invariant(1, "10 MB")
def test_oversized_event_is_refused_before_it_is_read(client):
    assert _signed(client, b" " * 10_000_000).status_code == 413
    assert not StripeEvent.objects.exists()


def test_page_cannot_be_asked_for(client):
    assert client.get(reverse("payments:webhook")).status_code == 405


def test_event_of_no_use_is_kept_and_put_away(client, run_tasks):
    assert _signed(client, _body()).status_code == 200
    run_tasks()
    event = StripeEvent.objects.get()
    assert (event.event_id, event.type, event.object_id) == ("evt_1", "charge.updated", "ch_1")
    assert event.handled_at


def test_event_told_again_stays_one(client):
    _signed(client, _body())
    assert _signed(client, _body()).text == "Known already."
    assert StripeEvent.objects.count() == 1


def test_answering_asks_nothing_of_stripe(client, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"  # nobody listens there
    assert _signed(client, _body(type="checkout.session.completed")).status_code == 200
    known = StripeEvent.objects.get()
    with pytest.raises(Unreachable):
        hearing.act_on(known)
    known.refresh_from_db()
    assert known.handled_at is None


@pytest.mark.invariant(12, "queue fails")
def test_event_and_its_task_are_kept_together_or_not_at_all(client, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("no room in the queue")

    monkeypatch.setattr("payments.models.event.queue.configure_task", fail)
    with pytest.raises(OperationalError):
        _signed(client, _body())
    assert not StripeEvent.objects.exists()
