"""A chosen number is set aside with its copy: for one buyer at a time, and for nobody after."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from payments import differences, till
from payments.consent import Consent
from payments.gateway import Session
from payments.models import Bag, Copy, NotPlaced, Order, OrderLine
from payments.models.access import follow_the_money
from payments.models.numbering import free_stretches, lowest_free_serial
from payments.models.offer import price_for
from tests.payments.club import membership
from tests.payments.conftest import at_once


@pytest.fixture
def member(mira):
    membership(mira)
    return mira


def _wish(buyer, item, serial=None, quantity=1):
    bag, _ = Bag.objects.get_or_create(user=buyer)
    bag.put(item, quantity)
    bag.lines.get(item=item).choose(serial)
    return bag


def _place(buyer, item, serial=None, quantity=1):
    bag = _wish(buyer, item, serial, quantity)
    return Order.place(buyer, bag, Consent(price_for(item, buyer) * quantity))


def _paid(order, **facts):
    """The session of an order that was paid as it stands."""
    given = {
        "id": f"cs_{order.pk}",
        "url": "",
        "status": "complete",
        "payment_status": "paid",
        "amount_total": order.total_cents,
        "currency": order.currency,
        "order_number": order.number,
        "attempt_key": "",
        "payment_intent": f"pi_{order.pk}",
        "intent_status": "succeeded",
        "paid_with": "card ending 4242",
        "country": "DE",
        "lines": tuple(line.as_sold for line in order.lines.all()),
        **facts,
    }
    return Session(**given)


def _serials(order):
    copies = Copy.objects.filter(order_line__order=order).order_by("pk")
    return list(copies.values_list("serial", flat=True))


def _held(item):
    held = OrderLine.objects.holding_numbers().filter(item=item)
    return list(held.values_list("wanted_serial", flat=True))


def test_chosen_number_is_given_and_the_lowest_stays_next(member, make_item):
    item = make_item()
    order = _place(member, item, 7)
    assert _held(item) == [7]
    assert order.settle(_paid(order))
    item.refresh_from_db()
    assert (_serials(order), item.next_serial, _held(item)) == ([7], 1, [])


def test_further_copies_get_the_lowest_free_numbers(member, make_item):
    order = _place(member, make_item(), 2, quantity=3)
    order.settle(_paid(order))
    assert _serials(order) == [2, 1, 3]
    assert order.lines.get().item.next_serial == 4


def test_number_set_aside_is_nobody_elses_next_in_line(member, kael, make_item):
    item = make_item()
    first = _place(member, item, 1)
    second = _place(kael, item, quantity=2)
    second.settle(_paid(second))
    assert _serials(second) == [2, 3]
    item.refresh_from_db()
    assert (item.next_serial, lowest_free_serial(item)) == (1, 4)
    first.settle(_paid(first))
    item.refresh_from_db()
    assert (_serials(first), item.next_serial) == ([1], 4)


def test_last_copies_fit_round_a_chosen_number(member, kael, make_item):
    item = make_item(edition_size=3)
    chosen, rest = _place(member, item, 2), _place(kael, item, quantity=2)
    rest.settle(_paid(rest))
    chosen.settle(_paid(chosen))
    assert (_serials(rest), _serials(chosen)) == ([1, 3], [2])


@pytest.mark.parametrize("serial", [4, 5])
def test_number_somebody_has_or_holds_is_refused_and_the_bag_is_kept(
    member, kael, make_item, serial
):
    item = make_item()
    membership(kael)
    Copy.objects.create(item=item, serial=4)  # nobody's, as of the demo
    _place(kael, item, 5)
    bag = _wish(member, item, serial)
    with pytest.raises(NotPlaced, match=f"No. {serial} of .* is taken, or set aside"):
        Order.place(member, bag, Consent(price_for(item, member)))
    item.refresh_from_db()
    assert item.held == 1 and bag.contents()[0].number_is_gone


def test_number_that_was_given_back_can_be_chosen(member, make_item):
    item = make_item()
    Copy.objects.create(item=item, serial=7, returned_at=timezone.now())
    order = _place(member, item, 7)
    order.settle(_paid(order))
    assert _serials(order) == [7]


def test_membership_that_ended_holds_no_number(mira, make_item):
    item = make_item()
    bag = _wish(mira, item, 7)
    with pytest.raises(NotPlaced, match="your membership has ended"):
        Order.place(mira, bag, Consent(1200))
    (line,) = bag.contents()
    assert line.has_lapsed_number
    line.choose(None)
    assert Order.place(mira, bag, Consent(1200)).lines.get().wanted_serial is None


def test_open_edition_has_no_numbers_to_choose(member, make_item):
    item = make_item(edition_size=None)
    with pytest.raises(NotPlaced, match="is an open edition"):
        _place(member, item, 7)


def test_other_number_in_the_bag_makes_another_order(member, make_item):
    item = make_item()
    order = _place(member, item, 7)
    bag = _wish(member, item, 7)
    assert order.still_serves(bag)
    assert not order.still_serves(_wish(member, item, 8))


def test_own_waiting_order_does_not_stand_in_the_way(member, make_item):
    item = make_item(edition_size=9)
    _place(member, item, 7)
    assert list(free_stretches(item, member)) == [(1, 9)]
    assert list(free_stretches(item, None)) == [(1, 6), (8, 9)]
    assert not Bag.objects.get(user=member).contents()[0].number_is_gone


# --- every end of a hold ------------------------------------------------------------------------
def _cancel(order):
    order.cancel("You cancelled it.")


def _expire(order):
    Order.objects.filter(pk=order.pk).update(expires_at=timezone.now())
    till.sweep()


def _bank_refuses(order):
    order.wait_for_bank()
    order.cancel("The bank refused the payment.")


def _pay_too_late(order):
    order.cancel("It was not paid in time.")
    assert not order.settle(_paid(order))


def _give_quarantined_money_back(order):
    assert not order.settle(_paid(order, amount_total=1))
    assert _held(order.lines.get().item) == [7]  # as long as its copies are
    order._release_what_it_held("Its payment was given back.")


@pytest.mark.invariant(9, "a chosen number: cancelled, expired, refused by the bank")
@pytest.mark.parametrize(
    "end", [_cancel, _expire, _bank_refuses, _pay_too_late, _give_quarantined_money_back]
)
def test_number_is_free_again_however_the_order_ends(member, kael, make_item, end):
    item = make_item()
    end(_place(member, item, 7))
    assert _held(item) == []
    membership(kael)
    assert _place(kael, item, 7).lines.get().holds_number


def test_refused_by_the_bank_it_is_in_the_bag_again_with_its_number(member, make_item):
    _bank_refuses(_place(member, make_item(), 7))
    assert Bag.objects.get(user=member).lines.get().wanted_serial == 7


def test_failed_refund_does_not_take_a_number_set_aside(member, kael, make_item):
    item = make_item()
    membership(kael)
    first = _place(kael, item, 7)
    first.settle(_paid(first))
    copy = Copy.objects.get(serial=7)
    Copy.objects.filter(pk=copy.pk).update(returned_at=timezone.now())
    item.take_back_stock(7)
    _place(member, item, 7)
    first.lock()
    follow_the_money(first)
    copy.refresh_from_db()
    assert (copy.serial, copy.returned_at) == (1, None)


# --- what must never be -------------------------------------------------------------------------
def test_database_refuses_a_number_held_twice(member, kael, make_item):
    item = make_item()
    _place(member, item, 7)
    _place(kael, item)
    of_kael = OrderLine.objects.filter(order__buyer=kael)
    with pytest.raises(IntegrityError, match="number_is_held_once"), transaction.atomic():
        of_kael.update(wanted_serial=7, holds_number=True)
    with pytest.raises(IntegrityError, match="holds_a_chosen_number"), transaction.atomic():
        of_kael.update(holds_number=True)


@pytest.fixture
def found(monkeypatch):
    """The report of differences, but for what only Stripe can say."""
    monkeypatch.setattr("payments.club_differences.find", list)
    return lambda: [str(difference) for difference in differences.find()]


def test_report_finds_phantom_numbers(member, make_item, found):
    order = _place(member, make_item(name="Brood"), 7)
    lines = OrderLine.objects.filter(order=order)
    assert found() == []
    lines.update(holds_number=False)
    assert found() == [f"{order}: No. 7 of Brood is not set aside for it."]
    order.cancel("You cancelled it.")
    assert found() == []
    lines.update(holds_number=True)
    assert found() == [f"{order}: No. 7 of Brood is still set aside for it."]


def test_payment_for_a_number_somebody_has_is_set_aside(member, make_item, found):
    item = make_item(name="Brood")
    order = _place(member, item, 7)
    Copy.objects.create(item=item, serial=7)
    assert f"{order}: Somebody has No. 7 of Brood, set aside for it." in found()
    assert not order.settle(_paid(order))
    order.refresh_from_db()
    assert order.quarantine_reason == "Not held for it: Brood."


# --- at once ------------------------------------------------------------------------------------
@pytest.mark.invariant(6, "20 members want one number at once")
def test_twenty_members_want_one_number_and_one_gets_it(make_buyers, make_item, transactional_db):
    item, buyers = make_item(edition_size=30), make_buyers(20)
    for buyer in buyers:
        membership(buyer)
        _wish(buyer, item, 7)
    bags = {bag.user_id: bag for bag in Bag.objects.all()}
    total = Consent(price_for(item, buyers[0]))
    ends = at_once(20, lambda n: Order.place(buyers[n], bags[buyers[n].pk], total))
    placed = [end for end in ends if isinstance(end, Order)]
    told = [str(end) for end in ends if isinstance(end, NotPlaced)]
    assert (len(placed), len(told)) == (1, 19), ends
    assert all("No. 7" in sentence and "Choose another" in sentence for sentence in told)
    item.refresh_from_db()
    assert (item.held, _held(item)) == (1, [7])


@pytest.mark.invariant(6, "a number is let go while others want it")
def test_number_let_go_while_others_want_it_goes_to_one_or_is_free(
    make_buyers, make_item, transactional_db
):
    item, buyers = make_item(edition_size=30), make_buyers(8)
    for buyer in buyers:
        membership(buyer)
    first = _place(buyers[0], item, 7)
    bags = [_wish(buyer, item, 7) for buyer in buyers]
    total = Consent(price_for(item, buyers[0]))

    def act(number):
        return Order.place(buyers[number], bags[number], total) if number else _cancel(first)

    ends = at_once(8, act)[1:]
    placed = [end for end in ends if isinstance(end, Order)]
    assert all(isinstance(end, Order | NotPlaced) for end in ends), ends
    assert len(placed) <= 1 and _held(item) == [7] * len(placed)


@pytest.mark.invariant(6, "chosen and next in line at once")
def test_chosen_and_next_in_line_never_meet(make_buyers, make_item, transactional_db):
    item, buyers = make_item(edition_size=10), make_buyers(10)
    membership(buyers[0])
    membership(buyers[1])
    orders = [_place(buyer, item, {0: 7, 1: 2}.get(number)) for number, buyer in enumerate(buyers)]
    sessions = [_paid(order) for order in orders]
    ends = at_once(10, lambda n: orders[n].settle(sessions[n]))
    assert ends == [True] * 10
    assert (_serials(orders[0]), _serials(orders[1])) == ([7], [2])
    assert sorted(Copy.objects.values_list("serial", flat=True)) == list(range(1, 11))
    item.refresh_from_db()
    assert (item.next_serial, item.sold, item.held) == (11, 10, 0)
