"""Refunds: never more than was captured, and access follows the money both ways."""

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from payments import gateway, money, reconciler, till
from payments.gateway import client as stripe_client
from payments.models import Copy, Movement, NotRefunded, Order, Refund, StripeEvent
from payments.tasks import send_refund_notice, send_refund_trouble
from tests.payments.conftest import at_once, heard, place, press_pay

PENDING_REFUND, FAILING_REFUND = "4000000000007726", "4000000000005126"
ASKED_FOR = Refund.Reason.ASKED_FOR


@pytest.fixture
def buy(at_stripe, browser_of):
    """Buys items with a card, to the end; the order."""

    def buying(buyer, *items, card="4242424242424242", quantity=1):
        order = place(buyer, *items, quantity=quantity)
        assert at_stripe.pay(till.send_to_stripe(order), card).paid
        heard(at_stripe)
        money.follow(_fresh(order))
        return _fresh(order)

    return buying


def _fresh(order):
    return Order.objects.get(pk=order.pk)


def _copies(order):
    return list(Copy.objects.filter(order_line__order=order).order_by("item", "serial"))


def _ask(order, *copies, **more):
    refund = Refund.ask(order, copies, reason=ASKED_FOR, **more)
    money.carry_out(refund)
    refund.refresh_from_db()
    return refund


def test_payment_is_in_the_ledger_once(buy, mira, make_item):
    order = buy(mira, make_item(price_cents=1200))
    money.follow(order)
    movement = order.movements.get()
    assert (movement.kind, movement.amount_cents, movement.currency) == ("payment", 1200, "eur")


def test_ledger_cannot_be_rewritten(buy, mira, make_item):
    order = buy(mira, make_item())
    for attempt in (lambda: order.movements.update(amount_cents=1), order.movements.all().delete):
        with pytest.raises(IntegrityError, match="stays as it was booked"), transaction.atomic():
            attempt()


def test_whole_refund_takes_the_pieces_and_frees_their_numbers(buy, mira, make_item):
    item = make_item(edition_size=3)
    order = buy(mira, item, quantity=2)
    refund = _ask(order, *_copies(order))
    assert (refund.status, refund.amount_cents) == ("succeeded", 2 * item.price_cents)
    item.refresh_from_db()
    assert (item.sold, item.held, item.next_serial) == (0, 0, 1)
    assert not Copy.objects.owned_by(mira).exists()
    assert _fresh(order).state == "refunded"
    assert order.movements.balance_cents() == 0


def test_part_refund_takes_one_piece_of_two(buy, mira, make_item):
    cheap, dear = make_item(price_cents=300), make_item(price_cents=900)
    order = buy(mira, cheap, dear)
    gone = next(copy for copy in _copies(order) if copy.item == dear)
    _ask(order, gone)
    assert [copy.item for copy in Copy.objects.owned_by(mira)] == [cheap]
    order = _fresh(order)
    assert (order.state, order.refunded_cents) == ("partly refunded", 900)
    assert order.movements.balance_cents() == 300


def test_freed_number_goes_to_the_next_buyer(buy, mira, kael, make_item):
    item = make_item(edition_size=5)
    order = buy(mira, item, quantity=2)
    _ask(order, _copies(order)[0])
    later = buy(kael, item)
    assert [copy.serial for copy in _copies(later)] == [1]
    item.refresh_from_db()
    assert (item.sold, item.next_serial) == (2, 3)


@pytest.mark.parametrize("which", ["twice", "strange", "none"])
def test_refund_that_makes_no_sense_is_refused(buy, mira, make_item, which):
    order, other = buy(mira, make_item()), buy(mira, make_item())
    chosen = {"twice": _copies(order), "strange": _copies(other), "none": []}[which]
    if which == "twice":
        _ask(order, *chosen)
    with pytest.raises(NotRefunded):
        Refund.ask(_fresh(order), chosen, reason=ASKED_FOR)
    assert Refund.objects.count() == (which == "twice")


def test_order_that_never_saw_stripe_cannot_be_refunded(mira, make_item):
    with pytest.raises(NotRefunded, match="Nothing was paid through Stripe"):
        Refund.ask(place(mira, make_item()), [], reason=ASKED_FOR)


@pytest.mark.invariant(10, "20 refunds at once")
def test_twenty_shopkeepers_refund_one_piece_once(buy, at_stripe, mira, make_item):
    order = buy(mira, make_item())
    copies = _copies(order)
    results = at_once(20, lambda _: Refund.ask(order, copies, reason=ASKED_FOR))
    assert sum(isinstance(result, Refund) for result in results) == 1
    assert sum(isinstance(result, NotRefunded) for result in results) == 19
    refund = Refund.objects.get()
    at_once(5, lambda _: money.carry_out(Refund.objects.get(pk=refund.pk)))
    assert at_stripe.state()["objects"]["refund"] == 1
    assert order.movements.balance_cents() == 0


@pytest.mark.invariant(11, "reply lost after commit")
def test_lost_reply_leads_to_one_refund(buy, at_stripe, mira, make_item):
    order = buy(mira, make_item())
    lost = {"fault": "reply_lost", "verb": "post", "path": "/v1/refunds", "times": 9}
    at_stripe.set_faults(api=[lost], webhooks={"drop": True})
    refund = Refund.ask(order, _copies(order), reason=ASKED_FOR)
    for _ in range(3):
        reconciler.run()
    refund.refresh_from_db()
    assert refund.status == "succeeded"
    assert at_stripe.state()["objects"]["refund"] == 1


def test_piece_is_frozen_while_its_money_is_on_the_way(buy, at_stripe, browser_of, mira, make_item):
    item = make_item()
    order = buy(mira, item, card=PENDING_REFUND)
    refund = _ask(order, *_copies(order))
    assert refund.status == "pending"
    copy = _copies(order)[0]
    assert copy.frozen_at and not copy.returned_at
    item.refresh_from_db()
    assert item.sold == 1  # not for the next buyer yet
    assert "frozen" in browser_of(mira).get(reverse("payments:locker")).text.lower()
    at_stripe.advance(61)
    heard(at_stripe)
    copy.refresh_from_db()
    item.refresh_from_db()
    assert copy.returned_at and not copy.frozen_at
    assert item.sold == 0


@pytest.mark.invariant(10, "refund fails at the bank")
def test_failed_refund_gives_the_piece_back_and_waits_on_the_list(buy, at_stripe, mira, make_item):
    item = make_item(edition_size=2)
    order = buy(mira, item, card=FAILING_REFUND)
    refund = _ask(order, *_copies(order))
    assert not Copy.objects.owned_by(mira).exists()
    at_stripe.advance(61)
    heard(at_stripe)
    refund.refresh_from_db()
    assert refund.status == "failed"
    assert [copy.serial for copy in Copy.objects.owned_by(mira)] == [1]
    item.refresh_from_db()
    assert (item.sold, _fresh(order).state) == (1, "paid")
    assert order.movements.balance_cents() == item.price_cents
    assert list(Refund.objects.failed()) == [refund]
    refund.ask_again()
    assert not Refund.objects.failed().exists()
    with pytest.raises(NotRefunded, match="asked for it again"):
        refund.ask_again()


def test_failed_refund_of_a_number_sold_meanwhile_gives_another(
    buy, at_stripe, mira, kael, make_item
):
    item = make_item(edition_size=2)
    order = buy(mira, item, card=FAILING_REFUND)
    _ask(order, *_copies(order))
    assert [copy.serial for copy in _copies(buy(kael, item))] == [1]
    at_stripe.advance(61)
    heard(at_stripe)
    assert [copy.serial for copy in Copy.objects.owned_by(mira)] == [2]
    item.refresh_from_db()
    assert (item.sold, item.left) == (2, 0)


def test_refund_in_stripes_dashboard_is_followed(buy, at_stripe, mira, make_item):
    order = buy(mira, make_item(), make_item())
    refunds = stripe_client.client().v1.refunds
    refunds.create({"payment_intent": order.payment_intent, "amount": 100})
    heard(at_stripe)
    assert Refund.objects.without_pieces().count() == 1
    assert Copy.objects.owned_by(mira).count() == 2
    refunds.create({"payment_intent": order.payment_intent})
    heard(at_stripe)
    assert not Copy.objects.owned_by(mira).exists()
    assert _fresh(order).state == "refunded"


@pytest.mark.invariant(12, "all webhooks lost")
def test_reconciler_alone_ends_where_the_webhooks_would(buy, at_stripe, mira, make_item):
    order = buy(mira, make_item())
    at_stripe.set_faults(webhooks={"drop": True})
    stripe_client.client().v1.refunds.create({"payment_intent": order.payment_intent})

    reconciler.run()
    StripeEvent.objects.update(received_at=order.placed_at.replace(year=2020))
    reconciler.run()
    assert _fresh(order).state == "refunded"
    before = list(Movement.objects.values_list("pk", flat=True))
    assert reconciler.run().events == 0
    assert list(Movement.objects.values_list("pk", flat=True)) == before


@pytest.mark.invariant(5, "webhooks shuffled and doubled")
def test_every_order_of_refund_events_ends_alike(buy, at_stripe, mira, make_item):
    at_stripe.set_faults(webhooks={"shuffle": True, "duplicate": 2})
    order = buy(mira, make_item())
    _ask(order, *_copies(order))
    heard(at_stripe)
    assert (_fresh(order).state, order.movements.count()) == ("refunded", 2)


def test_quarantined_payment_is_given_back_whole_and_its_hold_ends(at_stripe, mira, make_item):
    item = make_item()
    order = place(mira, item)
    url = till.send_to_stripe(order)
    order.lines.update(unit_price_cents=item.price_cents + 1)
    at_stripe.pay(url)
    heard(at_stripe)
    order = _fresh(order)
    assert order.state == "quarantined"
    money.follow(order)
    refund = _ask(order)
    assert refund.amount_cents == item.price_cents
    item.refresh_from_db()
    order = _fresh(order)
    assert (order.state, item.held, item.sold) == ("refunded", 0, 0)


def test_refund_is_told_once_with_its_numbers(buy, mira, make_item, run_tasks):
    order = buy(mira, make_item(name="Cinderveil"))
    refund = _ask(order, *_copies(order))
    mail.outbox.clear()
    send_refund_notice(refund.pk)
    assert "Cinderveil, No. 1" in mail.outbox[0].body
    assert mail.outbox[0].to == [mira.email]


def test_failed_refund_is_told_to_the_shop(buy, mira, make_item, settings):
    order = buy(mira, make_item())
    refund = Refund.ask(order, _copies(order), reason=ASKED_FOR)
    send_refund_trouble(refund.pk)
    assert mail.outbox[-1].to == [settings.SHOP_EMAIL]


def test_refused_refund_gives_the_piece_back(buy, at_stripe, mira, make_item, monkeypatch):
    order = buy(mira, make_item())
    refund = Refund.ask(order, _copies(order), reason=ASKED_FOR)

    def refuse(*args, **kwargs):
        raise gateway.Refused("Stripe refused.")

    monkeypatch.setattr("payments.gateway.refund", refuse)
    money.carry_out(refund)
    refund.refresh_from_db()
    assert refund.status == "failed"
    assert _copies(order)[0].frozen_at is None


def test_shopkeeper_sees_what_goes_before_it_goes(buy, client, ash, mira, make_item):
    order = buy(mira, make_item(name="Cinderveil", price_cents=1200))
    client.force_login(ash)
    address = reverse("admin:payments_order_refund", args=[order.pk])
    assert "Cinderveil, No. 1: 12.00" in client.get(address).text
    typed = {"copies": [_copies(order)[0].pk], "reason": "duplicate", "note": "Asked by mail"}
    preview = client.post(address, typed).text
    assert "€12.00 goes back the way it came" in preview
    assert not Refund.objects.exists()
    assert client.post(address, typed | {"confirmed": "1"}).status_code == 302
    refund = Refund.objects.get()
    assert (refund.reason, refund.asked_by, refund.status) == ("duplicate", ash, "asked")
    assert _copies(order)[0].frozen_at


def test_refund_without_a_choice_is_explained_and_nothing_is_written(
    buy, client, ash, mira, make_item
):
    order = buy(mira, make_item())
    client.force_login(ash)
    address = reverse("admin:payments_order_refund", args=[order.pk])
    page = client.post(address, {"reason": "duplicate", "note": "kept", "confirmed": "1"})
    assert page.status_code == 422
    assert "Choose at least one piece" in page.text and "kept" in page.text
    assert not Refund.objects.exists()


def test_editor_may_not_give_money_back(buy, client, kael, mira, make_item):
    order = buy(mira, make_item())
    kael.is_staff = True
    kael.save()
    client.force_login(kael)
    address = reverse("admin:payments_order_refund", args=[order.pk])
    assert client.get(address).status_code == 403


def test_database_refuses_a_movement_that_goes_the_wrong_way(buy, mira, make_item):
    order = buy(mira, make_item())
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(
            order=order, kind="refund", amount_cents=5, currency="eur", stripe_id="re_x"
        )
    assert connection.in_atomic_block is False


def test_refunded_piece_can_be_bought_again(buy, browser_of, mira, make_item):
    item = make_item(edition_size=1)
    order = buy(mira, item)
    _ask(order, *_copies(order))
    place(mira, item)
    reply = press_pay(browser_of(mira), item.price_cents)
    assert reply.status_code == 303
