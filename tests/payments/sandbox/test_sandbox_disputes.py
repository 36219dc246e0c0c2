"""Disputes: opened by one card, answered with evidence, won, lost or accepted."""

import pytest
import stripe

DISPUTED = "4000000000000259"


@pytest.fixture
def dispute(sandbox, client, open_session):
    """The dispute of a €49.00 payment."""
    assert sandbox.pay(open_session().url, DISPUTED).paid
    return client.v1.disputes.list().data[0]


def _answer(client, dispute, words):
    params = {"evidence": {"uncategorized_text": words}}
    return client.v1.disputes.update(dispute.id, params=params)


def test_disputed_payment_succeeds_and_its_money_leaves_at_once(sandbox, client, dispute):
    charge = client.v1.charges.retrieve(dispute.charge)
    assert (charge.paid, charge.disputed) == (True, True)
    assert (dispute.amount, dispute.status, dispute.reason) == (
        4900,
        "needs_response",
        "fraudulent",
    )
    assert [t.net for t in dispute.balance_transactions] == [-4900 - 2000]
    kinds = [e["type"] for e in sandbox.events()]
    assert kinds.index("checkout.session.completed") < kinds.index("charge.dispute.created")
    assert kinds[-1] == "charge.dispute.funds_withdrawn"


@pytest.mark.parametrize(
    ("words", "status"), [("winning_evidence", "won"), ("losing_evidence", "lost")]
)
def test_evidence_decides_as_in_test_mode(sandbox, client, dispute, words, status):
    assert _answer(client, dispute, words).status == "under_review"
    sandbox.advance(61)
    assert client.v1.disputes.retrieve(dispute.id).status == status
    assert sandbox.events("charge.dispute.closed")[0]["data"]["object"]["status"] == status


def test_won_dispute_brings_the_money_back(sandbox, client, dispute):
    _answer(client, dispute, "winning_evidence")
    sandbox.advance(61)
    movements = client.v1.disputes.retrieve(dispute.id).balance_transactions
    assert sum(movement.amount for movement in movements) == 0
    assert sandbox.events()[-1]["type"] == "charge.dispute.funds_reinstated"


def test_other_evidence_stays_under_review(sandbox, client, dispute):
    _answer(client, dispute, "They downloaded it.")
    sandbox.advance(10_000)
    assert client.v1.disputes.retrieve(dispute.id).status == "under_review"


def test_accepted_dispute_is_lost_and_takes_no_more_evidence(client, dispute):
    assert client.v1.disputes.close(dispute.id).status == "lost"
    with pytest.raises(stripe.InvalidRequestError, match="already closed"):
        _answer(client, dispute, "winning_evidence")


def test_disputed_charge_cannot_be_refunded_until_it_is_won(sandbox, client, dispute):
    with pytest.raises(stripe.InvalidRequestError) as raised:
        client.v1.refunds.create(params={"charge": dispute.charge})
    assert raised.value.code == "charge_disputed"
    _answer(client, dispute, "winning_evidence")
    sandbox.advance(61)
    assert client.v1.refunds.create(params={"charge": dispute.charge}).status == "succeeded"
