"""The clock and subscriptions: renewals, failures, retries, ends, and their events."""

import threading
from datetime import UTC, datetime

import pytest
import requests
import stripe

from payments.sandbox.conformance import check_reply

DAY, FAILS = 86_400, "4000000000000341"
# A renewal's draft waits an hour before it is charged.
CHARGED = 3_700


def _end(subscription: stripe.Subscription) -> int:
    return subscription["items"].data[0].current_period_end


def _until(club, moment: int) -> None:
    club.sandbox.advance(max(moment - club.sandbox.state()["now"], 0))


def _until_charged(club, subscription: stripe.Subscription) -> stripe.Subscription:
    _until(club, _end(subscription) + CHARGED)
    return club.look(subscription.id)


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d")


def _began_on(club, month: int, day: int) -> stripe.Subscription:
    """A member who joins at noon of the next such day."""
    now = datetime.fromtimestamp(club.sandbox.state()["now"], UTC)
    years = (now.year + n for n in range(5))
    days = [_noon(year, month, day) for year in years if (month, day) != (2, 29) or year % 4 == 0]
    _until(club, next(moment for moment in days if moment > now.timestamp()))
    return club.join()


def _noon(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, 12, tzinfo=UTC).timestamp())


def test_draft_is_made_at_the_end_of_the_period_and_charged_an_hour_later(club):
    subscription = club.join()
    _until(club, _end(subscription))
    renewed, draft = club.look(subscription.id), club.invoices(subscription.id)[-1]
    assert (renewed.status, draft.status, draft.billing_reason) == (
        *("active", "draft"),
        "subscription_cycle",
    )
    assert renewed["items"].data[0].current_period_start == _end(subscription)
    assert draft.lines.data[0].period.start == _end(subscription)
    assert draft.period_end == _end(subscription)
    club.sandbox.advance(CHARGED)
    paid = club.invoices(subscription.id)[-1]
    assert (paid.status, paid.amount_paid, paid.attempt_count) == ("paid", 490, 0)


def test_two_years_in_one_step_leave_the_same_dates_as_small_steps(club):
    subscription = _began_on(club, 1, 31)
    club.sandbox.advance(2 * 366 * DAY)
    invoices = club.invoices(subscription.id)
    assert len(invoices) == 25 and {each.status for each in invoices} == {"paid"}
    starts = [each.lines.data[0].period.start for each in invoices]
    assert [_day(start)[8:] for start in starts[:5]] in (
        ["31", "28", "31", "30", "31"],
        ["31", "29", "31", "30", "31"],
    )
    assert [each.created for each in invoices[1:]] == starts[1:]
    told = club.sandbox.events("invoice.paid")
    assert [event["created"] for event in told][1:] == [start + 3600 for start in starts[1:]]


def test_yearly_from_a_leap_day_renews_on_the_28th_and_comes_back(club, monkeypatch):
    monkeypatch.setattr(club, "monthly", club.yearly)
    subscription = _began_on(club, 2, 29)
    club.sandbox.advance(4 * 366 * DAY)
    starts = [each.lines.data[0].period.start for each in club.invoices(subscription.id)]
    assert [_day(start)[5:] for start in starts] == ["02-29", "02-28", "02-28", "02-28", "02-29"]


def test_renewal_is_told_three_days_before(club, receiver):
    subscription = club.join()
    _until(club, _end(subscription) - 3 * DAY)
    [upcoming] = receiver.wait_for(1, "invoice.upcoming")
    invoice = upcoming.data.object
    assert (invoice.amount_due, invoice.next_payment_attempt) == (490, _end(subscription))
    assert invoice.parent.subscription_details.subscription == subscription.id
    _until(club, _end(subscription) - DAY)
    assert len(club.sandbox.events("invoice.upcoming")) == 1


def test_card_that_fails_later_is_tried_again_and_then_the_subscription_ends(club):
    subscription = _until_charged(club, club.join(FAILS))
    assert subscription.status == "past_due"
    for days, tries in ((3, 2), (5, 3)):
        club.sandbox.advance(days * DAY)
        invoice = club.invoices(subscription.id)[-1]
        assert (invoice.status, invoice.attempt_count) == ("open", tries)
        assert club.look(subscription.id).status == "past_due"
    club.sandbox.advance(7 * DAY)
    over, invoice = club.look(subscription.id), club.invoices(subscription.id)[-1]
    assert (over.status, over.cancellation_details.reason) == ("canceled", "payment_failed")
    assert (invoice.status, invoice.attempt_count, invoice.next_payment_attempt) == (
        "open",
        4,
        None,
    )
    assert len(club.sandbox.events("invoice.payment_failed")) == 4
    assert len(club.sandbox.events("customer.subscription.deleted")) == 1


@pytest.mark.parametrize(("then", "status"), [("mark_unpaid", "unpaid"), ("leave", "past_due")])
def test_account_chooses_what_follows_the_last_attempt(club, client, then, status):
    club.sandbox.set_billing(retry_days=[1], after_last_retry=then)
    subscription = _until_charged(club, club.join(FAILS))
    club.sandbox.advance(DAY)
    assert club.look(subscription.id).status == status
    club.sandbox.advance(31 * DAY)
    drafts = [each.status for each in club.invoices(subscription.id)].count("draft")
    assert drafts == (1 if then == "mark_unpaid" else 0)


def test_another_card_and_paying_the_open_invoice_heals_it(club, client):
    subscription = _until_charged(club, club.join(FAILS))
    owner = subscription.customer
    with pytest.raises(stripe.CardError, match="was declined"):
        client.v1.invoices.pay(subscription.latest_invoice)
    card = {"type": "card", "card": {"token": "tok_visa"}}
    good = client.v1.payment_methods.create(params=card).id
    client.v1.payment_methods.attach(good, params={"customer": owner})
    client.v1.subscriptions.update(subscription.id, params={"default_payment_method": good})
    paid = client.v1.invoices.pay(subscription.latest_invoice)
    assert (paid.status, paid.attempt_count, paid.next_payment_attempt) == ("paid", 1, None)
    assert club.look(subscription.id).status == "active"
    assert _until_charged(club, club.look(subscription.id)).status == "active"
    with pytest.raises(stripe.InvalidRequestError, match="already paid"):
        client.v1.invoices.pay(paid.id)


def test_new_card_alone_is_enough_for_the_next_retry(club, mended):
    assert mended.status == "past_due"
    club.sandbox.advance(3 * DAY)
    assert club.look(mended.id).status == "active"


def test_card_that_always_asks_for_its_holder_cannot_renew_alone(club):
    subscription = _until_charged(club, club.join("4000002760003184"))
    assert subscription.status == "past_due"
    assert len(club.sandbox.events("invoice.payment_action_required")) == 1
    settled = _until_charged(club, club.join("4000002500003155"))
    assert settled.status == "active"


def test_subscription_that_was_told_to_end_ends_and_is_not_charged(club, client):
    subscription = club.join()
    params = {"cancel_at_period_end": True}
    client.v1.subscriptions.update(subscription.id, params=params)
    over = _until_charged(club, subscription)
    assert (over.status, over.ended_at) == ("canceled", _end(subscription))
    assert over.canceled_at < over.ended_at
    assert len(club.invoices(subscription.id)) == 1
    assert club.sandbox.events("invoice.upcoming") == []


def test_subscription_can_end_in_the_middle_of_a_period(club, client):
    subscription = club.join()
    at = club.sandbox.state()["now"] + 5 * DAY
    client.v1.subscriptions.update(subscription.id, params={"cancel_at": at})
    _until(club, at)
    assert club.look(subscription.id).ended_at == at


@pytest.mark.parametrize(
    ("act", "status", "event"),
    [
        ("mark_uncollectible", "uncollectible", "invoice.marked_uncollectible"),
        ("void_invoice", "void", "invoice.voided"),
    ],
)
def test_open_invoice_is_given_up(club, client, act, status, event):
    subscription = _until_charged(club, club.join(FAILS))
    invoice = getattr(client.v1.invoices, act)(subscription.latest_invoice)
    assert (invoice.status, invoice.auto_advance) == (status, False)
    assert len(club.sandbox.events(event)) == 1
    club.sandbox.advance(20 * DAY)
    assert len(club.sandbox.events("invoice.payment_failed")) == 1


def test_draft_can_be_finalised_by_hand_but_once(club, client):
    subscription = club.join()
    _until(club, _end(subscription))
    draft = club.invoices(subscription.id)[-1]
    opened = client.v1.invoices.finalize_invoice(draft.id)
    assert opened.status == "open" and opened.number
    with pytest.raises(stripe.InvalidRequestError, match="not open"):
        client.v1.invoices.finalize_invoice(draft.id)


@pytest.mark.parametrize(
    "billing",
    [{"retry_days": 3}, {"retry_days": [0]}, {"after_last_retry": "shrug"}, {"dunning": True}],
)
def test_settings_that_do_not_exist_are_refused(sandbox, billing):
    reply = requests.post(f"{sandbox.url}/_sandbox/billing", json=billing, timeout=5)
    assert reply.status_code == 400


def test_every_event_of_a_membership_conforms(club):
    _until_charged(club, club.join(FAILS))
    club.sandbox.advance(16 * DAY)
    events = club.sandbox.events()
    assert [problem for event in events for problem in check_reply(event)] == []


def test_developers_page_moves_the_clock_and_shows_what_renewed(club):
    subscription = club.join()
    for days in ("soon", "-1", "31"):
        assert club.sandbox.submit(f"{club.sandbox.url}/clock", days=days).status == 302
    assert [each.status for each in club.invoices(subscription.id)] == ["paid", "paid"]
    html = requests.get(club.sandbox.url, timeout=5).text
    assert subscription.id in html and "Forward a month" in html


def _at_once(hands: int, act) -> list:
    """What `act` gave each of several hands that began together."""
    results, barrier = [], threading.Barrier(hands)

    def run():
        barrier.wait()
        results.append(act())

    threads = [threading.Thread(target=run) for _ in range(hands)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return results


@pytest.fixture
def mended(club, client):
    """An overdue subscription whose member has a good card by now; nothing is paid with it yet."""
    subscription = _until_charged(club, club.join(FAILS))
    card = {"type": "card", "card": {"token": "tok_visa"}}
    good = client.v1.payment_methods.create(params=card).id
    client.v1.payment_methods.attach(good, params={"customer": subscription.customer})
    return client.v1.subscriptions.update(subscription.id, params={"default_payment_method": good})


def test_hands_that_pay_one_invoice_at_once_pay_it_once(club, mended):
    page = club.invoices(mended.id)[-1].hosted_invoice_url
    answers = _at_once(5, lambda: club.sandbox.submit(page).status)
    assert answers == [302] * 5
    assert len(club.sandbox.events("invoice.paid")) == 2
    assert len([c for c in club.sandbox.charges() if c["status"] == "succeeded"]) == 2


def test_retry_and_payment_by_hand_at_the_same_moment_charge_once(club, mended):
    page = club.invoices(mended.id)[-1].hosted_invoice_url
    hands = iter([lambda: club.sandbox.advance(3 * DAY), *[lambda: club.sandbox.submit(page)] * 3])
    _at_once(4, lambda: next(hands)())
    assert club.look(mended.id).status == "active"
    assert len([c for c in club.sandbox.charges() if c["status"] == "succeeded"]) == 2


def test_clocks_moved_by_several_hands_renew_each_period_once(club):
    subscription = club.join()
    _at_once(4, lambda: club.sandbox.advance(31 * DAY))
    club.sandbox.advance(CHARGED)
    invoices = club.invoices(subscription.id)
    starts = [each.lines.data[0].period.start for each in invoices]
    assert len(invoices) == len(set(starts)) >= 5
    assert {each.status for each in invoices} == {"paid"}
