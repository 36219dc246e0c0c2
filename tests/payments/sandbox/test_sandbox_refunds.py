"""Refunds: partial, whole, pending, failing, never too much."""

import threading

import pytest
import stripe


@pytest.fixture
def pay_for(sandbox, client, open_session):
    """Pays €49.00 with a card and returns the charge."""

    def pay(card="4242424242424242"):
        sandbox.pay(open_session().url, card)
        return client.v1.charges.list().data[0]

    return pay


def test_whole_refund_by_payment_intent(sandbox, client, pay_for):
    charge = pay_for()
    refund = client.v1.refunds.create(params={"payment_intent": charge.payment_intent})
    assert (refund.amount, refund.status) == (4900, "succeeded")
    assert client.v1.charges.retrieve(charge.id).refunded
    assert [e["type"] for e in sandbox.events()][-2:] == ["refund.created", "charge.refunded"]


def test_partial_refunds_add_up_and_no_further(client, pay_for):
    charge = pay_for()
    client.v1.refunds.create(params={"charge": charge.id, "amount": 2000})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        client.v1.refunds.create(params={"charge": charge.id, "amount": 2901})
    client.v1.refunds.create(params={"charge": charge.id})
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.refunds.create(params={"charge": charge.id})
    assert raised.value.code == "charge_already_refunded"
    expanded = client.v1.charges.retrieve(charge.id, params={"expand": ["refunds"]})
    assert [r.amount for r in expanded.refunds.data] == [2900, 2000]


@pytest.mark.parametrize("amount", [0, -1])
def test_refund_of_nothing_is_refused(client, pay_for, amount):
    with pytest.raises(stripe.InvalidRequestError, match="positive"):
        client.v1.refunds.create(params={"charge": pay_for().id, "amount": amount})


def test_unpaid_intent_cannot_be_refunded(client, pay_for):
    charge = pay_for("4000000000000002")
    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        client.v1.refunds.create(params={"payment_intent": charge.payment_intent})


def test_refund_with_a_key_happens_once(client, pay_for):
    charge, options = pay_for(), {"idempotency_key": "refund-1"}
    params = {"charge": charge.id, "amount": 100}
    ids = {client.v1.refunds.create(params=params, options=options).id for _ in range(3)}
    assert len(ids) == 1
    assert client.v1.charges.retrieve(charge.id).amount_refunded == 100


def test_refunds_at_once_never_exceed_what_was_captured(client, pay_for):
    charge, barrier = pay_for(), threading.Barrier(6)

    def refund():
        barrier.wait()
        try:
            client.v1.refunds.create(params={"charge": charge.id, "amount": 2000})
        except stripe.InvalidRequestError:
            return

    threads = [threading.Thread(target=refund) for _ in range(6)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert client.v1.charges.retrieve(charge.id).amount_refunded == 4000


def test_pending_refund_arrives_later(sandbox, client, pay_for):
    refund = client.v1.refunds.create(params={"charge": pay_for("4000000000007726").id})
    assert refund.status == "pending"
    sandbox.advance(61)
    assert client.v1.refunds.retrieve(refund.id).status == "succeeded"
    [event] = sandbox.events("refund.updated")
    assert event["data"]["previous_attributes"]["status"] == "pending"


def test_doomed_refund_fails_later_and_gives_the_amount_back(sandbox, client, pay_for):
    charge = pay_for("4000000000005126")
    refund = client.v1.refunds.create(params={"charge": charge.id})
    assert refund.status == "succeeded"
    sandbox.advance(61)
    failed = client.v1.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    after = client.v1.charges.retrieve(charge.id)
    assert (after.amount_refunded, after.refunded) == (0, False)
    assert sandbox.events("refund.failed")


def test_balance_is_the_sum_of_what_came_and_went(client, pay_for):
    charge = pay_for()
    client.v1.refunds.create(params={"charge": charge.id, "amount": 900})
    entries = client.v1.balance_transactions.list().data
    assert sorted(entry.amount for entry in entries) == [-900, 4900]
    assert all(entry.net == entry.amount - entry.fee for entry in entries)
