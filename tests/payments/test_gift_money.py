"""Refunds and disputes where somebody else than the buyer has the piece, or is about to."""

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from payments import differences, money, till
from payments.gateway import client as stripe_client
from payments.models import (
    Copy,
    Dispute,
    Handover,
    NotHandedOver,
    NotRefunded,
    Order,
    OrderLine,
    Refund,
)
from payments.models.gift_mark import mark_gift
from tests.payments.conftest import at_once, fill_bag, place

ASKED_FOR = Refund.Reason.ASKED_FOR
FAILING_REFUND, DISPUTED = "4000000000005126", "4000000000000259"


@pytest.fixture
def letters(at_stripe, run_tasks):
    """Who got letters of this subject, once the worker has done what is queued."""
    # Rows of the queue outlast a test: its tables are not Django's to empty.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")

    def sent(subject):
        run_tasks()
        return sorted(letter.to[0] for letter in mail.outbox if subject in letter.subject)

    return sent


@pytest.fixture
def buy_as_gift(at_stripe):
    """Buys an item as a gift, to the end; the sealed copy's handover."""

    def buying(buyer, item, card="4242424242424242", quantity=1):
        at_stripe.set_faults(webhooks={"drop": True})  # money is followed when the test says so
        bag = fill_bag(buyer, item, quantity=quantity)
        mark_gift(bag.lines.get(item=item), True)
        order = place(buyer, item, quantity=quantity)
        assert at_stripe.pay(till.send_to_stripe(order), card).paid
        till.look(order)
        if card != DISPUTED:
            money.follow(_fresh(order))
        return Handover.objects.filter(copy__order_line__order=order).first()

    return buying


def _fresh(row):
    return type(row).objects.get(pk=row.pk)


def _order_of(gift):
    return Order.objects.get(pk=gift.copy.order_line.order_id)


def _ask(gift, **more):
    return Refund.ask(_order_of(gift), [gift.copy], reason=ASKED_FOR, **more)


def _state(gift):
    gift = Handover.objects.select_related("copy").get(pk=gift.pk)
    copy = gift.copy
    return gift.state, copy.owner and copy.owner.handle, bool(copy.frozen_at or copy.returned_at)


def test_each_copy_of_a_line_bought_as_a_gift_is_sealed(buy_as_gift, mira, make_item):
    buy_as_gift(mira, make_item(), quantity=2)
    sealed = Handover.objects.sealed()
    assert [(each.giver, each.copy.owner) for each in sealed] == [(mira, mira)] * 2
    assert OrderLine.objects.get().is_gift
    assert not Copy.objects.at_hand().exists()
    assert [str(each) for each in differences.find()] == []


def test_receipt_says_what_is_sealed_and_what_was_passed_on(
    buy_as_gift, browser_of, mira, kael, make_item
):
    gift = buy_as_gift(mira, make_item())
    address, browser = _order_of(gift).get_absolute_url(), browser_of(mira)
    assert "What is a gift is sealed" in browser.get(address).text
    gift.accept(kael)
    page = browser.get(address).text
    assert "Paid and passed on" in page and "yours now" not in page


def test_settling_twice_seals_once(buy_as_gift, at_stripe, mira, make_item):
    gift = buy_as_gift(mira, make_item())
    at_once(3, lambda _: till.look(_order_of(gift)))
    assert Handover.objects.count() == 1


def _decide(at_stripe, gift, outcome):
    evidence = {"won": "winning_evidence", "lost": "losing_evidence"}[outcome]
    words = {"evidence": {"uncategorized_text": evidence}}
    stripe_client.client().v1.disputes.update(Dispute.objects.get().stripe_id, words)
    at_stripe.advance(61)
    money.follow(_order_of(gift))


# --- refunds ---------------------------------------------------------------------------------
def test_refund_of_a_sealed_gift_voids_it_and_frees_the_number(buy_as_gift, mira, kael, make_item):
    item = make_item()
    gift = buy_as_gift(mira, item)
    refund = _ask(gift)
    assert _state(gift) == ("sealed", "mira", True)
    with pytest.raises(NotHandedOver, match="rests just now"):
        _fresh(gift).accept(kael)
    money.carry_out(refund)
    assert _state(gift)[0] == "void"
    item.refresh_from_db()
    assert (item.sold, item.next_serial) == (0, 1)
    with pytest.raises(NotHandedOver):
        _fresh(gift).accept(kael)


def test_accepted_gift_is_not_refunded_without_saying_that_it_is_taken(
    buy_as_gift, mira, kael, make_item
):
    gift = buy_as_gift(mira, make_item(name="Brood"))
    gift.accept(kael)
    with pytest.raises(NotRefunded, match="Kael's by now"):
        _ask(gift)
    assert not Refund.objects.exists()
    assert _state(gift) == ("accepted", "kael", False)


def test_taking_a_gift_back_tells_buyer_and_owner(letters, buy_as_gift, mira, kael, make_item):
    gift = buy_as_gift(mira, make_item(name="Brood"))
    gift.accept(kael)
    money.carry_out(_ask(gift, takes_gifts=True))
    assert _state(gift) == ("accepted", "kael", True)
    assert not Copy.objects.owned_by(kael).exists()
    assert [each.how for each in gift.copy.passages.in_order()] == ["bought", "gift", "returned"]
    assert letters("money is on its way back") == ["mira@ashes.example"]
    assert letters("Brood No. 1 has left your Locker") == ["kael@ashes.example"]
    assert [str(each) for each in differences.find()] == []


def test_failed_refund_gives_the_piece_back_to_whom_it_was_taken_from(
    buy_as_gift, at_stripe, mira, kael, ash, make_item
):
    gift = buy_as_gift(mira, make_item(), card=FAILING_REFUND)
    gift.accept(kael)
    money.carry_out(_ask(gift, takes_gifts=True))
    at_stripe.advance(61)
    money.follow(_order_of(gift))
    assert _state(gift) == ("accepted", "kael", False)
    assert Refund.objects.failed().get().ask_again(by=ash).takes_gifts


@pytest.mark.invariant(10, "acceptance and refund at once")
def test_accepting_against_a_refund_has_one_winner(buy_as_gift, mira, kael, make_item):
    gift = buy_as_gift(mira, make_item())
    acts = [lambda: _fresh(gift).accept(kael), lambda: _ask(gift)]
    refused = [each for each in at_once(2, lambda n: acts[n]()) if isinstance(each, Exception)]
    assert len(refused) == 1 and isinstance(refused[0], NotHandedOver | NotRefunded)
    expected = {
        "accepted": ("accepted", "kael", False),
        "sealed": ("sealed", "mira", True),
    }
    assert _state(gift) == expected[_fresh(gift).state]
    assert Refund.objects.exists() == (_fresh(gift).state == "sealed")


def test_shopkeeper_must_tick_before_a_gift_is_taken(
    buy_as_gift, client, mira, kael, ash, make_item
):
    gift = buy_as_gift(mira, make_item(name="Brood"))
    gift.accept(kael)
    client.force_login(ash)
    page = reverse("admin:payments_order_refund", args=[_order_of(gift).pk])
    chosen = {"copies": gift.copy.pk, "reason": ASKED_FOR}
    preview = client.post(page, chosen)
    assert "Somebody else has some of them" in preview.text and "Kael" in preview.text
    refused = client.post(page, {**chosen, "confirmed": "1"})
    assert (refused.status_code, Refund.objects.count()) == (422, 0)
    assert "Tick the box" in refused.text
    client.post(page, {**chosen, "confirmed": "1", "takes_gifts": "on"})
    assert Refund.objects.get().takes_gifts


def test_whole_refund_made_at_stripe_takes_the_piece_wherever_it_is(
    letters, buy_as_gift, at_stripe, mira, kael, make_item
):
    gift = buy_as_gift(mira, make_item(name="Brood"))
    gift.accept(kael)
    refund = {"payment_intent": _order_of(gift).payment_intent}
    stripe_client.client().v1.refunds.create(refund)
    money.follow(_order_of(gift))
    assert not Copy.objects.owned_by(kael).exists()
    assert letters("Brood No. 1 has left your Locker") == ["kael@ashes.example"]


# --- disputes --------------------------------------------------------------------------------
@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_dispute_freezes_the_piece_wherever_it_is_and_its_end_is_told_to_both(
    letters, buy_as_gift, at_stripe, mira, kael, make_item, outcome
):
    gift = buy_as_gift(mira, make_item(name="Brood"), card=DISPUTED)
    gift.accept(kael)
    money.follow(_order_of(gift))
    assert _state(gift) == ("accepted", "kael", True)
    with pytest.raises(NotHandedOver):
        Handover.give(_fresh(gift.copy), kael)
    assert letters("asks about the payment") == ["mira@ashes.example"]
    assert letters("Brood No. 1 rests for a while") == ["kael@ashes.example"]
    _decide(at_stripe, gift, outcome)
    assert Copy.objects.owned_by(kael).at_hand().exists() == (outcome == "won")
    ends = {"won": "Brood No. 1 is yours again", "lost": "Brood No. 1 has left your Locker"}
    assert letters(ends[outcome]) == ["kael@ashes.example"]
    assert [str(each) for each in differences.find()] == []


@pytest.mark.parametrize(("outcome", "state"), [("won", "sealed"), ("lost", "void")])
def test_dispute_over_a_sealed_gift_lets_it_rest_and_then_wait_or_end(
    buy_as_gift, at_stripe, mira, kael, make_item, outcome, state
):
    gift = buy_as_gift(mira, make_item(), card=DISPUTED)
    money.follow(_order_of(gift))
    assert _state(gift) == ("sealed", "mira", True)
    _decide(at_stripe, gift, outcome)
    assert _state(gift)[0] == state
    if state == "sealed":
        _fresh(gift).accept(kael)
        assert _state(gift) == ("accepted", "kael", False)
