"""From the Pay button to the Locker, whatever arrives first, is lost, doubled or refused."""

import json

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from catalog.models import Item
from payments import hearing, money, till
from payments.models import Bag, CheckoutAttempt, Copy, Order, StripeEvent
from payments.models.attempt import PER_HOUR
from payments.tasks import refund_late_payment
from tests.payments.conftest import at_once, fill_bag, heard, place, press_pay

REFUSED_CARD = "4000000000000002"


def _said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def _receipts(order):
    jobs = ProcrastinateJob.objects.filter(task_name="payments.tasks.send_receipt")
    return jobs.filter(args={"order_id": order.pk}).count()


def _bought_once(order, item, serials=(1,)):
    order.refresh_from_db()
    item.refresh_from_db()
    assert order.state == "paid"
    assert [copy.serial for copy in Copy.objects.filter(owner=order.buyer)] == list(serials)
    assert (item.sold, item.held, item.next_serial) == (len(serials), 0, serials[-1] + 1)
    assert _receipts(order) == 1
    assert not order.attempts.open().exists()


def _go_to_pay(browser, user, *items):
    """Press Pay; the address of Stripe's page and the order."""
    fill_bag(user, *items)
    reply = press_pay(browser, sum(item.price_cents for item in items))
    assert reply.status_code == 303, _said(reply)
    return reply.url, Order.objects.placed_by(user).latest("pk")


def test_webhook_alone_enters_the_piece(at_stripe, browser_of, mira, make_item):
    item = make_item()
    url, order = _go_to_pay(browser_of(mira), mira, item)
    assert at_stripe.pay(url).paid
    heard(at_stripe)
    _bought_once(order, item)
    assert order.attempts.get().closed_at
    assert order.lines.get().copies.get().owner == mira


def test_return_page_alone_enters_the_piece(no_webhooks, browser_of, mira, make_item):
    item, browser = make_item(), browser_of(mira)
    url, order = _go_to_pay(browser, mira, item)
    no_webhooks.pay(url)
    reply = browser.get(reverse("payments:return_detail", args=[order.number]))
    assert reply.url == order.get_absolute_url()
    _bought_once(order, item)
    assert "No. 1" in browser.get(reply.url).text or "Number 1" in browser.get(reply.url).text


def test_bought_pieces_leave_the_bag_and_others_stay(no_webhooks, browser_of, mira, make_item):
    item, other = make_item(), make_item()
    url, order = _go_to_pay(browser_of(mira), mira, item)
    bag = fill_bag(mira, other)
    no_webhooks.pay(url)
    till.look(order)
    assert [line.item for line in bag.lines.all()] == [other]


@pytest.mark.invariant(3, "webhook told three times, return page and sweeper in 6 threads")
def test_webhook_return_page_and_sweeper_race_to_one_ownership(
    at_stripe, browser_of, mira, make_item
):
    item, browser = make_item(), browser_of(mira)
    url, order = _go_to_pay(browser, mira, item)
    at_stripe.set_faults(webhooks={"hold": True})
    at_stripe.pay(url)
    at_stripe.set_faults(webhooks={"duplicate": 3})
    back = reverse("payments:return_detail", args=[order.number])

    def act(number):
        return till.sweep() if number % 2 else browser_of(mira).get(back).status_code

    results = at_once(6, act)
    assert set(results) <= {0, 1, 302}, results
    heard(at_stripe)
    _bought_once(order, item)


@pytest.mark.invariant(2, "told and acted on by 20 threads")
def test_one_event_told_by_twenty_threads_has_one_effect(no_webhooks, browser_of, mira, make_item):
    item = make_item()
    url, order = _go_to_pay(browser_of(mira), mira, item)
    no_webhooks.pay(url)
    body = json.dumps(no_webhooks.events("checkout.session.completed")[0]).encode()
    headers = {"stripe-signature": no_webhooks.signature(body)}

    def tell(_):
        client = Client()
        address = reverse("payments:webhook")
        return client.post(address, body, "application/json", headers=headers).status_code

    assert at_once(20, tell) == [200] * 20
    told = {"event_id": StripeEvent.objects.get().pk}
    jobs = ProcrastinateJob.objects.filter(task_name="payments.tasks.act_on_event", args=told)
    assert jobs.count() == 1
    acts = at_once(20, lambda _: hearing.act_on(StripeEvent.objects.get()))
    assert acts == [None] * 20
    _bought_once(order, item)


@pytest.mark.invariant(5, "webhooks shuffled, doubled, late")
@pytest.mark.parametrize("faults", [{"duplicate": 3}, {"shuffle": True}, {"drop": True}])
def test_every_order_of_events_ends_alike(at_stripe, browser_of, mira, make_item, faults):
    item = make_item()
    at_stripe.set_faults(webhooks=faults)
    url, order = _go_to_pay(browser_of(mira), mira, item)
    at_stripe.pay(url)
    heard(at_stripe)
    till.sweep()
    _bought_once(order, item)
    assert till.sweep() == 0


def test_declined_card_leaves_the_pieces_in_the_bag(no_webhooks, browser_of, mira, make_item):
    item, browser = make_item(), browser_of(mira)
    url, order = _go_to_pay(browser, mira, item)
    assert not no_webhooks.pay(url, REFUSED_CARD).paid
    reply = browser.get(reverse("payments:return_detail", args=[order.number]) + "?left=1")
    assert reply.url == "/bag/"
    assert _said(reply)[-1] == "Nothing was taken. Your pieces are still in the bag."
    assert fill_bag(mira).lines.count() == 1
    assert not Copy.objects.exists()
    assert no_webhooks.pay(url).paid  # the same page still takes another card
    till.look(order)
    _bought_once(order, item)


def test_expired_session_gives_the_copies_back(at_stripe, browser_of, mira, make_item):
    item, browser = make_item(), browser_of(mira)
    _, order = _go_to_pay(browser, mira, item)
    at_stripe.advance(32 * 60)
    heard(at_stripe)
    order.refresh_from_db()
    item.refresh_from_db()
    assert (order.state, item.held) == ("cancelled", 0)
    reply = browser.get(reverse("payments:return_detail", args=[order.number]))
    assert "It was not paid in time. Your pieces are still in the bag." in _said(reply)


@pytest.mark.invariant(9, "all webhooks lost")
def test_sweeper_expires_at_stripe_before_it_releases(no_webhooks, browser_of, mira, make_item):
    item = make_item()
    url, order = _go_to_pay(browser_of(mira), mira, item)
    Order.objects.filter(pk=order.pk).update(expires_at=order.placed_at)
    till.sweep()
    order.refresh_from_db()
    item.refresh_from_db()
    assert (order.state, item.held) == ("cancelled", 0)
    assert not no_webhooks.pay(url).paid


@pytest.mark.invariant(4, "bank pays later")
def test_bank_that_takes_its_time_is_pending_and_then_paid(
    no_webhooks, browser_of, mira, make_item
):
    item, browser = make_item(), browser_of(mira)
    url, order = _go_to_pay(browser, mira, item)
    assert no_webhooks.pay(url, method="bank_pays").paid
    back = reverse("payments:return_detail", args=[order.number])
    assert "the money is on its way" in browser.get(back).text
    order.refresh_from_db()
    assert order.state == "pending" and not Copy.objects.exists()
    assert not fill_bag(mira).lines.exists()  # lest it is bought twice
    Order.objects.filter(pk=order.pk).update(expires_at=order.placed_at)
    till.sweep()
    assert Item.objects.get().held == 1  # a pending hold outlives its time
    no_webhooks.advance(7 * 24 * 3600)
    till.sweep()
    _bought_once(order, item)


def test_bank_that_refuses_gives_the_copies_back(at_stripe, browser_of, mira, make_item):
    item = make_item()
    url, order = _go_to_pay(browser_of(mira), mira, item)
    at_stripe.pay(url, method="bank_fails")
    heard(at_stripe)
    at_stripe.advance(7 * 24 * 3600)
    heard(at_stripe)
    order.refresh_from_db()
    item.refresh_from_db()
    assert order.state == "cancelled"
    assert order.cancelled_because == till.BANK_REFUSED
    assert item.held == 0 and not Copy.objects.exists()
    assert fill_bag(mira).lines.get().item == item  # back in the bag


@pytest.mark.invariant(7, "total, currency or number changed after the session")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"total_cents": 1100}, "Paid 1200 cents, ordered 1100."),
        ({"currency": "usd"}, "Paid in eur, ordered in usd."),
        ({"number": "AC-1"}, "The session is for order AC-"),
    ],
)
def test_payment_that_does_not_fit_is_quarantined(
    no_webhooks, browser_of, mira, make_item, change, reason, caplog
):
    url, order = _go_to_pay(browser_of(mira), mira, make_item())
    no_webhooks.pay(url)
    Order.objects.filter(pk=order.pk).update(**change)
    till.sweep()
    order.refresh_from_db()
    assert order.state == "quarantined"
    assert order.quarantine_reason.startswith(reason)
    assert "is quarantined" in caplog.text
    assert not Copy.objects.exists() and _receipts(order) == 0


@pytest.mark.invariant(7, "lines changed after the session")
def test_lines_that_do_not_fit_are_quarantined(no_webhooks, browser_of, mira, make_item):
    url, order = _go_to_pay(browser_of(mira), mira, make_item())
    no_webhooks.pay(url)
    order.lines.update(name="Something dearer")
    till.look(order)
    order.refresh_from_db()
    assert order.quarantine_reason == "The session's lines are not the order's."


def test_payment_of_a_cancelled_order_is_quarantined(no_webhooks, browser_of, mira, make_item):
    url, order = _go_to_pay(browser_of(mira), mira, make_item())
    order.cancel("Cancelled behind Stripe's back.")
    no_webhooks.pay(url)
    till.sweep()
    order.refresh_from_db()
    assert order.state == "quarantined"
    assert order.quarantine_reason == "Paid after it was cancelled."
    assert not Copy.objects.exists()


@pytest.mark.invariant(8, "another bag while a session is open")
def test_other_bag_supersedes_the_earlier_order(no_webhooks, browser_of, mira, make_item):
    item, other, browser = make_item(edition_size=1), make_item(), browser_of(mira)
    earlier_url, earlier = _go_to_pay(browser, mira, item)
    fill_bag(mira, other)
    reply = press_pay(browser, 2400)
    assert reply.status_code == 303, _said(reply)  # not blocked by the buyer's own hold
    earlier.refresh_from_db()
    item.refresh_from_db()
    assert (earlier.state, item.held) == ("cancelled", 1)
    assert not no_webhooks.pay(earlier_url).paid
    assert no_webhooks.pay(reply.url).paid


def test_earlier_order_that_was_paid_meanwhile_is_settled(no_webhooks, browser_of, mira, make_item):
    item, other, browser = make_item(), make_item(), browser_of(mira)
    url, earlier = _go_to_pay(browser, mira, item)
    no_webhooks.pay(url)
    fill_bag(mira, other)
    reply = press_pay(browser, 2400)
    _bought_once(earlier, item)
    assert _said(reply)[-1].startswith(f"You have paid for order {earlier.number} already.")
    assert Order.objects.count() == 1


@pytest.mark.invariant(8, "Pay pressed at once in several threads")
def test_double_click_on_pay_leads_to_one_session(at_stripe, browser_of, mira, make_item):
    item = make_item()
    fill_bag(mira, item)
    browsers = [browser_of(mira) for _ in range(4)]
    replies = at_once(4, lambda n: press_pay(browsers[n], 1200))
    assert {reply.status_code for reply in replies} == {303}, [_said(r) for r in replies]
    assert len({reply.url for reply in replies}) == 1
    assert Order.objects.count() == CheckoutAttempt.objects.count() == 1
    assert at_stripe.state()["objects"]["checkout.session"] == 1


def test_two_buyers_and_one_copy_lead_to_one_payable_order(
    at_stripe, browser_of, mira, kael, make_item
):
    item = make_item(edition_size=1, name="Last Molt")
    for buyer in (mira, kael):
        fill_bag(buyer, item)
    browsers = [browser_of(mira), browser_of(kael)]
    replies = at_once(2, lambda n: press_pay(browsers[n], 1200))
    assert sorted(reply.status_code for reply in replies) == [302, 303]
    refused = next(reply for reply in replies if reply.status_code == 302)
    assert _said(refused) == [
        "The last copies of Last Molt are spoken for. Some may come free again."
    ]
    assert at_stripe.state()["objects"]["checkout.session"] == 1


def test_stripe_away_keeps_the_bag_and_holds_nothing(at_stripe, browser_of, mira, make_item):
    item, browser = make_item(), browser_of(mira)
    fill_bag(mira, item)
    at_stripe.set_faults(api=[{"fault": "500", "times": 9, "path": "/v1/checkout/sessions"}])
    reply = press_pay(browser, 1200)
    assert _said(reply)[-1].startswith("Stripe does not answer just now. Nothing was taken")
    item.refresh_from_db()
    assert (Order.objects.get().state, item.held) == ("cancelled", 0)
    assert fill_bag(mira).lines.count() == 1
    at_stripe.set_faults()
    assert press_pay(browser, 1200).status_code == 303


@pytest.mark.invariant(11, "reply lost after commit")
def test_lost_reply_leads_to_one_session(at_stripe, browser_of, mira, make_item):
    item = make_item()
    at_stripe.set_faults(api=[{"fault": "reply_lost", "times": 1}])
    url, order = _go_to_pay(browser_of(mira), mira, item)
    assert at_stripe.state()["objects"]["checkout.session"] == 1
    at_stripe.pay(url)
    heard(at_stripe)
    _bought_once(order, item)


def test_session_whose_reply_never_came_is_found_and_ended(
    no_webhooks, browser_of, mira, make_item
):
    item, browser = make_item(), browser_of(mira)
    fill_bag(mira, item)
    fault = {"fault": "reply_lost", "times": 9, "path": "/v1/checkout/sessions"}
    no_webhooks.set_faults(api=[fault], webhooks={"drop": True})
    assert press_pay(browser, 1200).status_code == 302
    assert CheckoutAttempt.objects.open().get().session_id is None
    no_webhooks.set_faults(webhooks={"drop": True})
    till.sweep()
    attempt = CheckoutAttempt.objects.get()
    assert attempt.closed_at and attempt.session_id
    assert no_webhooks.state()["objects"]["checkout.session"] == 1
    assert not no_webhooks.pay(attempt.url).paid
    assert till.sweep() == 0


@pytest.mark.invariant(9, "crash before the call")
def test_crash_before_stripe_was_asked_leaves_no_hold(no_webhooks, mira, make_item):
    item = make_item()
    order = place(mira, item)
    Order.objects.filter(pk=order.pk).update(expires_at=order.placed_at)
    till.sweep()
    item.refresh_from_db()
    assert item.held == 0


def test_cancellation_ends_the_session_and_gives_the_copies_back(
    no_webhooks, browser_of, mira, make_item
):
    item, browser = make_item(), browser_of(mira)
    url, order = _go_to_pay(browser, mira, item)
    reply = browser.post(reverse("payments:cancellation_create", args=[order.number]))
    assert _said(reply)[-1] == f"Order {order.number} is cancelled. Nothing was taken."
    item.refresh_from_db()
    assert item.held == 0
    assert not no_webhooks.pay(url).paid


def test_paid_order_cannot_be_cancelled(no_webhooks, browser_of, mira, make_item):
    item, browser = make_item(), browser_of(mira)
    url, order = _go_to_pay(browser, mira, item)
    no_webhooks.pay(url)
    reply = browser.post(reverse("payments:cancellation_create", args=[order.number]))
    assert reply.url == order.get_absolute_url()
    _bought_once(order, item)


def test_serials_are_the_lowest_free_ones(no_webhooks, browser_of, mira, make_item):
    item = make_item(next_serial=3, sold=3)
    for serial in (1, 2, 4):
        Copy.objects.create(item=item, serial=serial)
    bag = fill_bag(mira, item, quantity=2)
    browser = browser_of(mira)
    no_webhooks.pay(press_pay(browser, 2400).url)
    till.sweep()
    assert list(Copy.objects.filter(owner=mira).values_list("serial", flat=True)) == [3, 5]
    item.refresh_from_db()
    assert item.next_serial == 6
    assert not bag.lines.exists()


@pytest.mark.invariant(6, "12 buyers at once through Checkout")
def test_ten_copies_and_many_buyers_end_in_ten_numbers(
    no_webhooks, browser_of, make_item, make_buyers
):
    item = make_item(edition_size=5)
    buyers = make_buyers(12)
    for buyer in buyers:
        fill_bag(buyer, item)
    browsers = [browser_of(buyer) for buyer in buyers]
    replies = at_once(12, lambda n: press_pay(browsers[n], 1200))
    payable = [reply.url for reply in replies if reply.status_code == 303]
    assert len(payable) == 5
    for url in payable:
        no_webhooks.pay(url)
    assert not [error for error in at_once(3, lambda _: till.sweep()) if not isinstance(error, int)]
    connection.close()
    assert sorted(Copy.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5]
    item.refresh_from_db()
    assert (item.sold, item.held) == (5, 0)


def test_signed_out_visitor_is_led_back_to_the_bag(at_stripe, client):
    reply = client.post(reverse("payments:checkout_create"), {"consent": "on", "total": 0})
    assert reply.url == "/account/login/?next=/bag/"


def test_nothing_is_bought_without_consent(at_stripe, browser_of, mira, make_item):
    fill_bag(mira, make_item())
    reply = browser_of(mira).post(reverse("payments:checkout_create"), {"total": 1200})
    assert _said(reply) == ["Tick the box above the button first; then you can pay."]
    assert not Order.objects.exists()


@pytest.mark.invariant(8, "paid after its order ended")
def test_late_payment_is_given_back_once_and_explained(no_webhooks, browser_of, mira, make_item):
    url, order = _go_to_pay(browser_of(mira), mira, make_item())
    order.cancel("Cancelled behind Stripe's back.")
    no_webhooks.pay(url)
    till.sweep()
    asked = ProcrastinateJob.objects.get(
        task_name="payments.tasks.refund_late_payment", args={"order_id": order.pk}
    )
    for _ in range(2):
        refund_late_payment(**asked.args)
    for _ in range(2):
        money.sweep()
    order.refresh_from_db()
    assert order.state == "refunded"
    assert order.movements.balance_cents() == 0
    assert no_webhooks.state()["objects"]["refund"] == 1
    notices = ProcrastinateJob.objects.filter(task_name="payments.tasks.send_refund_notice")
    assert notices.filter(args={"refund_id": order.refunds.get().pk}).count() == 1


def test_buyer_who_paid_too_late_is_told_so_and_not_that_nothing_happened(
    no_webhooks, browser_of, mira, make_item
):
    browser = browser_of(mira)
    url, order = _go_to_pay(browser, mira, make_item())
    order.cancel("Cancelled behind Stripe's back.")
    no_webhooks.pay(url)
    reply = browser.get(reverse("payments:return_detail", args=[order.number]), follow=True)
    assert "came when the order had ended, so the money goes back" in reply.text


def test_buyer_who_is_back_before_stripe_knows_waits_honestly(
    at_stripe, browser_of, mira, make_item
):
    browser = browser_of(mira)
    _, order = _go_to_pay(browser, mira, make_item())
    back = reverse("payments:return_detail", args=[order.number])
    page = browser.get(back)
    assert page["Refresh"] == "3"
    assert "Stripe has not confirmed the payment" in page.text
    at_stripe.set_faults(api=[{"fault": "500", "times": 9}])
    assert "Stripe does not answer just now" in browser.get(back).text


def test_cancelling_while_the_webhook_comes_keeps_what_was_paid(
    no_webhooks, browser_of, mira, make_item
):
    item = make_item()
    url, order = _go_to_pay(browser_of(mira), mira, item)
    no_webhooks.pay(url)
    acts = [till.sweep, lambda: till.end(order, "You cancelled it."), lambda: till.look(order)]
    assert not [error for error in at_once(3, lambda n: acts[n]()) if isinstance(error, Exception)]
    _bought_once(order, item)


def test_piece_of_a_removed_buyer_goes_to_the_house_and_other_bags_stay(
    no_webhooks, browser_of, mira, make_item
):
    item = make_item()
    url, _ = _go_to_pay(browser_of(mira), mira, item)
    visitor = Bag.objects.create()
    visitor.put(item)
    no_webhooks.pay(url)
    mira.delete()
    till.sweep()
    assert Copy.objects.get().owner is None
    assert visitor.lines.count() == 1


def test_order_that_ended_goes_into_the_bag_again(client, mira, kael, make_item):
    there, gone = make_item(), make_item(name="Gone")
    order = place(mira, there, gone)
    order.cancel("It was not paid in time.")
    mira_bag = Bag.objects.get(user=mira)
    mira_bag.lines.all().delete()
    gone.retire()
    client.force_login(kael)
    again = reverse("payments:bag_order_create")
    assert client.post(again, {"order": order.number}).status_code == 404
    client.force_login(mira)
    assert "Put it in the bag again" in client.get(order.get_absolute_url()).text
    said = _said(client.post(again, {"order": order.number}))
    assert said == [f"{there.name} is in the bag.", "Gone is retired and no longer sold."]
    assert [line.item for line in mira_bag.lines.all()] == [there]


def test_asking_for_page_after_page_ends_with_429(client, mira, make_item):
    order = place(mira, make_item())
    order.cancel("It was not paid in time.")
    CheckoutAttempt.objects.bulk_create(
        CheckoutAttempt(order=order, expires_at=order.expires_at, closed_at=order.placed_at)
        for _ in range(PER_HOUR)
    )
    client.force_login(mira)
    reply = press_pay(client, 1200)
    assert (reply.status_code, reply["Retry-After"]) == (429, "3600")
    assert "Within an hour from now" in reply.text
    assert not Order.objects.waiting().exists()
