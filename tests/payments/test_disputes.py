"""Disputes: opened freezes, won restores, lost takes; the end is the same in any order."""

import pytest
from django.core import mail
from django.urls import reverse

from payments import money, till
from payments.gateway import client as stripe_client
from payments.models import Copy, Dispute, NotRefunded, Order, Refund
from payments.tasks import send_dispute_notice
from tests.payments.conftest import heard, place

DISPUTED = "4000000000000259"


@pytest.fixture
def disputed(at_stripe, mira, make_item):
    """An order of two pieces whose payment the bank disputes at once."""
    order = place(mira, make_item(edition_size=9), make_item(edition_size=9))
    assert at_stripe.pay(till.send_to_stripe(order), DISPUTED).paid
    heard(at_stripe)
    return Order.objects.get(pk=order.pk)


def _answer(at_stripe, words):
    dispute = Dispute.objects.get()
    evidence = {"evidence": {"uncategorized_text": words}}
    stripe_client.client().v1.disputes.update(dispute.stripe_id, evidence)
    at_stripe.advance(61)
    heard(at_stripe)


def test_opened_dispute_freezes_every_piece(disputed, browser_of, mira):
    assert disputed.state == "disputed"
    assert Copy.objects.owned_by(mira).count() == 2
    assert not Copy.objects.owned_by(mira).at_hand().exists()
    assert disputed.movements.balance_cents() == 0
    page = browser_of(mira).get(disputed.get_absolute_url()).text
    assert "your bank" in page.lower()


def test_desk_leads_to_the_dispute_at_stripe(disputed, browser_of, ash, settings):
    dispute = Dispute.objects.get()
    link = f'href="{settings.STRIPE_PAGES}/objects/{dispute.stripe_id}"'
    desk = browser_of(ash)
    assert link in desk.get(reverse("admin:payments_dispute_changelist")).text
    for name, pk in (("dispute", dispute.pk), ("order", disputed.pk)):
        assert link in desk.get(reverse(f"admin:payments_{name}_change", args=[pk])).text


@pytest.mark.invariant(10, "dispute opened and won")
def test_won_dispute_restores_the_pieces(disputed, at_stripe, mira):
    _answer(at_stripe, "winning_evidence")
    assert Copy.objects.owned_by(mira).at_hand().count() == 2
    disputed.refresh_from_db()
    assert disputed.state == "paid"
    assert disputed.movements.balance_cents() == disputed.total_cents


@pytest.mark.invariant(10, "dispute lost")
def test_lost_dispute_takes_the_pieces_and_frees_their_numbers(disputed, at_stripe, mira):
    _answer(at_stripe, "losing_evidence")
    assert not Copy.objects.owned_by(mira).exists()
    disputed.refresh_from_db()
    assert disputed.state == "charged back"
    for line in disputed.lines.select_related("item"):
        assert (line.item.sold, line.item.next_serial) == (0, 1)


def test_disputed_payment_is_not_refunded_as_well(disputed):
    with pytest.raises(NotRefunded, match="bank has taken the money"):
        Refund.ask(disputed, Copy.objects.all(), reason=Refund.Reason.ASKED_FOR)


@pytest.mark.invariant(5, "dispute told before the payment")
def test_news_of_a_dispute_before_news_of_the_payment_ends_alike(at_stripe, mira, make_item):
    at_stripe.set_faults(webhooks={"drop": True})
    order = place(mira, make_item())
    at_stripe.pay(till.send_to_stripe(order), DISPUTED)
    told = at_stripe.events("charge.dispute.created")[0]
    about = told["data"]["object"]["id"]
    money.hear(money.gateway.Event(told["id"], told["type"], about))
    order.refresh_from_db()
    assert order.state == "disputed"
    assert Copy.objects.get(owner=mira).frozen_at


def test_frozen_piece_cannot_be_fetched_and_says_why(disputed, browser_of, mira):
    page = browser_of(mira).get(reverse("payments:locker")).text
    assert page.count("Frozen") == 2


@pytest.mark.parametrize(
    ("status", "words"),
    [("needs_response", "holds the money"), ("won", "stay where they are"), ("lost", "taken back")],
)
def test_buyer_is_told_what_happens_to_the_pieces(disputed, mira, status, words):
    mail.outbox.clear()
    send_dispute_notice(Dispute.objects.get().pk, status)
    assert mail.outbox[0].to == [mira.email]
    assert words in mail.outbox[0].body


def test_shop_sees_which_disputes_wait_for_evidence(disputed, client, ash):
    client.force_login(ash)
    address = reverse("admin:payments_dispute_changelist")
    assert disputed.number in client.get(address + "?work=due").text
