"""Webhooks: signed, repeated, retried, logged; and the faults that tests switch on."""

import re
import time

import pytest
import requests
import stripe


def test_each_event_arrives_signed_over_its_exact_bytes(sandbox, receiver, open_session):
    sandbox.pay(open_session().url)
    [event] = receiver.wait_for(1, "checkout.session.completed")
    assert event.data.object.payment_status == "paid"
    body, header = receiver.got[-1]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body + b" ", header, sandbox.secret)
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, header, "whsec_other")


def test_signature_tells_the_real_time_even_when_the_clock_was_moved(sandbox, receiver, client):
    sandbox.advance(86_400)
    client.v1.customers.create()
    [event] = receiver.wait_for(1, "customer.created")
    signed_at = int(receiver.got[-1][1].split(",")[0].removeprefix("t="))
    assert abs(signed_at - time.time()) < 10
    assert event.created > time.time() + 80_000


def test_refused_delivery_is_tried_again_with_a_fresh_signature(sandbox, receiver, client):
    receiver.answers += [500, 503]
    client.v1.customers.create()
    events = receiver.wait_for(3, "customer.created")
    assert len({event.id for event in events}) == 1
    sandbox.wait_until_delivered()
    assert len(receiver.got) == 3


def test_retry_that_waits_long_goes_out_when_the_clock_is_moved(sandbox, receiver, client):
    receiver.answers += [500] * 5
    client.v1.customers.create()
    receiver.wait_for(1)
    for _ in range(5):
        sandbox.advance(3600)
        time.sleep(0.1)
    assert len(receiver.wait_for(6)) == 6


def test_duplicate_fault_sends_every_event_again(sandbox, receiver, client):
    sandbox.set_faults(webhooks={"duplicate": 2})
    client.v1.customers.create()
    assert len({event.id for event in receiver.wait_for(3, "customer.created")}) == 1


def test_dropped_events_never_arrive_and_stay_listed(sandbox, receiver, client):
    sandbox.set_faults(webhooks={"drop": ["customer.created"]})
    customer = client.v1.customers.create()
    client.v1.customers.delete(customer.id)
    receiver.wait_for(1, "customer.deleted")
    # It has arrived; that this is written down too may take a moment longer.
    sandbox.wait_until_delivered()
    assert receiver.events("customer.created") == []
    undelivered = client.v1.events.list(params={"delivery_success": False})
    assert [event.type for event in undelivered.data] == ["customer.created"]


def test_held_events_wait_until_the_fault_is_lifted(sandbox, receiver, client):
    sandbox.set_faults(webhooks={"hold": True})
    client.v1.customers.create()
    time.sleep(0.4)
    assert receiver.got == [] and sandbox.state()["waiting"] == 1
    sandbox.set_faults()
    receiver.wait_for(1)


def test_refused_attempts_are_logged_and_made_up_for(sandbox, receiver, client):
    sandbox.set_faults(webhooks={"refuse": 2})
    client.v1.customers.create()
    receiver.wait_for(1)
    sandbox.wait_until_delivered()
    assert len(receiver.got) == 1 and sandbox.state()["faults"]["webhooks"]["refuse"] == 0
    assert requests.get(sandbox.url, timeout=5).text.count("Refused by a fault") == 2


def test_delayed_events_come_later(sandbox, receiver, client):
    sandbox.set_faults(webhooks={"delay": 600})
    client.v1.customers.create()
    time.sleep(0.3)
    assert receiver.got == []
    sandbox.advance(600)
    receiver.wait_for(1)


def test_shuffled_events_all_arrive(sandbox, receiver, client):
    sandbox.set_faults(webhooks={"hold": True})
    names = {client.v1.customers.create(params={"name": str(n)}).id for n in range(12)}
    sandbox.set_faults(webhooks={"shuffle": True})
    assert {event.data.object.id for event in receiver.wait_for(12)} == names


def test_endpoint_made_by_api_gets_only_what_it_asked_for(sandbox, receiver, client):
    [registered] = client.v1.webhook_endpoints.list().data
    client.v1.webhook_endpoints.delete(registered.id)
    params = {"url": receiver.url, "enabled_events": ["customer.deleted"]}
    endpoint = client.v1.webhook_endpoints.create(params=params)
    customer = client.v1.customers.create()
    client.v1.customers.delete(customer.id)
    sandbox.wait_until_delivered()
    [(body, header)] = receiver.got
    event = stripe.Webhook.construct_event(body, header, endpoint.secret)
    assert event.type == "customer.deleted"
    assert not hasattr(client.v1.webhook_endpoints.retrieve(endpoint.id), "secret")


def test_disabled_endpoint_hears_nothing(sandbox, receiver, client):
    [endpoint] = client.v1.webhook_endpoints.list().data
    client.v1.webhook_endpoints.update(endpoint.id, params={"disabled": True})
    client.v1.customers.create()
    time.sleep(0.3)
    assert receiver.got == []


def test_developers_page_logs_attempts_and_resends(sandbox, receiver, client):
    client.v1.customers.create()
    receiver.wait_for(1)
    sandbox.wait_until_delivered()
    page = requests.get(sandbox.url, timeout=5).text
    assert "customer.created" in page and "delivered" in page
    action = re.search(r'action="(/_sandbox/deliveries/\d+/resend)"', page)[1]
    requests.post(sandbox.url + action, timeout=5)
    assert len({event.id for event in receiver.wait_for(2)}) == 1


def test_session_expires_by_itself_and_says_so(sandbox, receiver, client, open_session):
    session = open_session(expires_at=int(time.time()) + 1860)
    sandbox.advance(1861)
    receiver.wait_for(1, "checkout.session.expired")
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    late = sandbox.pay(session.url)
    assert late.status == 410 and "This checkout has expired" in late.html


def test_shop_whose_clock_is_the_real_one_can_sell_after_ours_was_moved(sandbox, client, order):
    sandbox.advance(40 * 24 * 3600)
    params = order(expires_at=int(time.time()) + 1860)
    session = client.v1.checkout.sessions.create(params=params)
    assert sandbox.pay(session.url).paid


def test_session_expired_by_the_shop_shows_as_cancelled(sandbox, client, open_session):
    session = open_session()
    sandbox.pay(session.url, "4000000000000002")
    client.v1.checkout.sessions.expire(session.id)
    assert "This checkout was cancelled" in sandbox.pay(session.url).html
    with pytest.raises(stripe.InvalidRequestError, match="Only Checkout Sessions with a status"):
        client.v1.checkout.sessions.expire(session.id)
    assert sandbox.events("payment_intent.canceled")


def test_paid_session_cannot_be_expired(sandbox, client, open_session):
    session = open_session()
    sandbox.pay(session.url)
    with pytest.raises(stripe.InvalidRequestError, match="status of complete"):
        client.v1.checkout.sessions.expire(session.id)


def test_server_error_strikes_before_anything_is_done(sandbox, client):
    sandbox.set_faults(api=[{"fault": "500", "path": "/v1/customers"}])
    options = {"idempotency_key": "k", "max_network_retries": 0}
    with pytest.raises(stripe.APIError):
        client.v1.customers.create(options=options)
    assert client.v1.customers.list().data == []
    assert client.v1.customers.create(options=options).id


def test_rate_limit_fault_is_a_429(sandbox, client):
    sandbox.set_faults(api=[{"fault": "429", "times": 3}])
    with pytest.raises(stripe.RateLimitError):
        client.v1.customers.create(options={"max_network_retries": 0})


def test_timeout_fault_answers_too_late(sandbox, client):
    sandbox.set_faults(api=[{"fault": "timeout", "seconds": 1}])
    started = time.monotonic()
    with pytest.raises(stripe.APIError):
        client.v1.customers.create(options={"max_network_retries": 0})
    assert time.monotonic() - started >= 1


def test_lost_reply_leaves_one_customer_behind_when_the_key_is_used_again(sandbox, client):
    sandbox.set_faults(api=[{"fault": "reply_lost", "verb": "post"}])
    options = {"idempotency_key": "k", "max_network_retries": 0}
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create(options=options)
    again = client.v1.customers.create(options=options)
    assert [c.id for c in client.v1.customers.list().data] == [again.id]
    assert again.last_response.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    "faults",
    [
        {"webhook": {}},
        {"webhooks": {"dupe": 1}},
        {"webhooks": {"duplicate": "2"}},
        {"api": [{"fault": "503"}]},
        {"api": {}},
        {"api": [3]},
    ],
)
def test_fault_that_does_not_exist_is_refused(sandbox, faults):
    reply = requests.post(f"{sandbox.url}/_sandbox/faults", json=faults, timeout=5)
    assert reply.status_code == 400 and reply.json()["error"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"advance": -1}', b'{"advance": "9"}'])
def test_clock_moves_only_ahead_by_whole_seconds(sandbox, body):
    reply = requests.post(f"{sandbox.url}/_sandbox/clock", data=body, timeout=5)
    assert reply.status_code == 400
