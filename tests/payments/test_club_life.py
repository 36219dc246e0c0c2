"""What becomes of a membership: two years by the clock, refusals, cancelling, and the end."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from payments import differences, enrolment, hearing, reconciler
from payments.gateway import client as stripe_client
from payments.membership import is_member
from payments.models import Bill, Copy, Membership, StripeEvent
from tests.payments.club import join, news
from tests.payments.conftest import at_once, heard

DAY = timedelta(days=1)
A_BIT = timedelta(hours=2)  # Stripe charges a renewal an hour after it began
FAILS_LATER = "4000000000000341"


@pytest.fixture
def clock(at_stripe, monkeypatch):
    """The clocks of sandbox and shop, moved ahead together; what happens meanwhile is heard."""
    real, ahead = timezone.now, timedelta()

    def move_to(moment):
        nonlocal ahead
        step = max(timedelta(), moment - timezone.now())
        ahead += step
        monkeypatch.setattr(timezone, "now", lambda: real() + ahead)
        at_stripe.advance(int(step.total_seconds()))
        heard(at_stripe)

    return move_to


@pytest.fixture
def joined(at_stripe, mira, browser_of, clock):
    """Join as Mira on this plan with this card; her membership."""

    def by(plan="monthly", card="4242424242424242"):
        at_stripe.pay(join(browser_of(mira), plan).url, card)
        heard(at_stripe)
        return Membership.objects.get()

    return by


@pytest.fixture
def refused(joined, clock):
    """A membership whose first renewal was just refused."""
    row = joined(card=FAILS_LATER)
    clock(row.period_end + A_BIT)
    row.refresh_from_db()
    return row


def _stripe():
    return stripe_client.client().v1


def _cancel_at_the_end(row):
    """What the portal does."""
    _stripe().subscriptions.update(row.subscription_id, {"cancel_at_period_end": True})


def _use_a_good_card(row):
    """What the portal does."""
    card = _stripe().payment_methods.create({"type": "card", "card": {"token": "tok_visa"}})
    _stripe().payment_methods.attach(card.id, {"customer": row.customer_id})
    _stripe().subscriptions.update(row.subscription_id, {"default_payment_method": card.id})


# --- two years -----------------------------------------------------------------------------------
def test_two_years_by_the_month_without_any_webhook_from_the_last_of_january_over_a_leap_day(
    at_stripe, joined, clock
):
    clock(datetime(2028, 1, 31, 12, tzinfo=UTC))
    row = joined()
    at_stripe.set_faults(webhooks={"drop": True})
    ends = [row.period_end]
    for _ in range(24):
        clock(ends[-1] + A_BIT)
        enrolment.sweep()
        row.refresh_from_db()
        ends.append(row.period_end)
    days = [end.date().isoformat() for end in ends]
    assert days[:4] == ["2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]
    assert days[12:14] == ["2029-02-28", "2029-03-31"] and days[24] == "2030-02-28"
    assert news() == ["joined"] + ["renewed"] * 24
    assert Bill.objects.exclude(paid_at=None).count() == 25
    assert row.grants and differences.find() == []


def test_two_years_by_the_year_from_a_leap_day(joined, clock):
    clock(datetime(2028, 2, 29, 12, tzinfo=UTC))
    row = joined("yearly")
    ends = [row.period_end]
    for _ in range(2):
        clock(ends[-1] + A_BIT)
        row.refresh_from_db()
        ends.append(row.period_end)
    assert [end.date().isoformat() for end in ends] == ["2029-02-28", "2030-02-28", "2031-02-28"]
    assert news() == ["joined", "renewed", "renewed"] and row.grants


# --- a renewal that fails ------------------------------------------------------------------------
def test_refused_renewal_begins_the_grace_and_says_how_to_mend_it(refused, mira, browser_of):
    assert (refused.state, is_member(mira)) == ("grace", True)
    assert news() == ["joined", "failed"]
    page = browser_of(mira).get(reverse("payments:membership")).text
    assert "The renewal could not be taken" in page and "Mend it at Stripe" in page
    assert f"{refused.grace_ends_at:%-d %B %Y}" in page


def test_grace_ends_and_the_club_closes_but_pieces_stay(refused, mira, clock, make_item):
    piece = Copy.objects.create(item=make_item(), serial=1, owner=mira)
    clock(refused.grace_ends_at - DAY)
    reconciler.run()
    assert is_member(mira) and news()[-1] == "grace"
    clock(refused.grace_ends_at)
    reconciler.run()
    assert not is_member(mira) and news()[-1] == "lapsed"
    assert list(Copy.objects.owned_by(mira).at_hand()) == [piece]


def test_grace_ends_while_stripe_does_not_answer(refused, mira, monkeypatch, settings):
    later, real = refused.grace_ends_at, timezone.now
    monkeypatch.setattr(timezone, "now", lambda: max(later, real()))
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    enrolment.sweep()
    assert not is_member(mira) and news()[-1] == "lapsed"


def test_stripe_gives_up_in_the_end_and_it_is_told_once(refused, mira, clock):
    for _ in range(6):
        clock(timezone.now() + 4 * DAY)
        reconciler.run()
    refused.refresh_from_db()
    assert (refused.state, is_member(mira)) == ("over", False)
    assert news() == ["joined", "failed", "lapsed"]  # four days a step pass over the warning


def test_bill_paid_in_the_grace_mends_it(refused, mira, clock):
    bill = refused.bills.filter(paid_at=None).get()
    _use_a_good_card(refused)
    _stripe().invoices.pay(bill.invoice_id)
    clock(timezone.now() + DAY)
    refused.refresh_from_db()
    assert refused.state == "member" and news() == ["joined", "failed", "renewed"]


# --- cancelling ----------------------------------------------------------------------------------
def test_cancelled_membership_stays_open_to_its_end_and_not_longer(joined, mira, clock):
    row = joined()
    _cancel_at_the_end(row)
    clock(timezone.now() + DAY)
    row.refresh_from_db()
    assert (row.state, row.ends_at, is_member(mira)) == ("ending", row.period_end, True)
    clock(row.period_end + A_BIT)
    assert not is_member(mira)
    assert news() == ["joined", "cancelled", "lapsed"]
    assert Bill.objects.count() == 1


def test_who_was_a_member_can_join_again_under_the_same_number(joined, mira, clock):
    row = joined()
    _cancel_at_the_end(row)
    clock(row.period_end + A_BIT)
    again = joined("yearly")
    assert (again.pk, again.customer_id) == (row.pk, row.customer_id)
    assert is_member(mira) and again.subscription_id != row.subscription_id
    assert news().count("joined") == 2 and differences.find() == []


def test_portal_leads_to_stripe_and_back(joined, mira, browser_of):
    joined()
    browser = browser_of(mira)
    assert browser.post(reverse("payments:portal_create")).url.startswith("http://127.0.0.1")
    _cancel_at_the_end(Membership.objects.get())
    page = browser.get(reverse("payments:membership") + "?back=1").text
    assert "Cancelled. The Club is open to you until" in page


def test_portal_of_a_stranger_is_not_there(joined, kael, browser_of):
    joined()
    browser = browser_of(kael)
    assert browser.post(reverse("payments:portal_create")).status_code == 404
    assert browser.get(reverse("payments:membership")).url == "/club/"


def test_other_plan_chosen_at_stripe_is_mirrored(joined, clock, settings):
    row = joined()
    yearly = enrolment.gateway.ensure_price("yearly", 4000, "eur")
    item = _stripe().subscriptions.retrieve(row.subscription_id).items.data[0]
    change = {"items": [{"id": item.id, "price": yearly}]}
    _stripe().subscriptions.update(row.subscription_id, change)
    clock(timezone.now() + DAY)
    row.refresh_from_db()
    assert (row.plan, row.price_cents) == ("yearly", 4000)
    assert differences.find() == []


# --- whatever the order, whatever is lost --------------------------------------------------------
def _kept():
    rows = Membership.objects.values_list(
        "status", "plan", "period_end", "ends_at", "ended_at", "unpaid_since"
    )
    return list(rows), sorted(Bill.objects.values_list("invoice_id", "status", "paid_at"))


@pytest.mark.invariant(5, "membership: events shuffled and doubled")
def test_final_state_does_not_depend_on_the_order_of_events(at_stripe, joined, clock):
    row = joined(card=FAILS_LATER)
    at_stripe.set_faults(webhooks={"shuffle": True, "duplicate": 2})
    clock(row.period_end + A_BIT)
    _cancel_at_the_end(row)
    clock(timezone.now() + DAY)
    expected, letters = _kept(), news()
    told = list(StripeEvent.objects.filter(type__in=hearing.HANDLERS))
    shuffled = random.Random(6)
    for _ in range(3):
        shuffled.shuffle(told)
        StripeEvent.objects.update(handled_at=None)
        for event in told:
            event.handled_at = None
            hearing.act_on(event)
        assert (_kept(), news()) == (expected, letters)


@pytest.mark.invariant(2, "membership: acted on by 8 threads")
def test_event_acted_on_by_many_threads_writes_one_letter(refused):
    event = StripeEvent.objects.filter(type="invoice.payment_failed").last()
    event.handled_at = None
    results = at_once(8, lambda n: hearing.act_on(event))
    assert results == [None] * 8 and news() == ["joined", "failed"]


@pytest.mark.invariant(12, "membership: cancelled and ended with all webhooks lost")
def test_every_webhook_lost_and_the_reconciler_alone_gets_there(at_stripe, joined, clock, mira):
    row = joined()
    at_stripe.set_faults(webhooks={"drop": True})
    _cancel_at_the_end(row)
    assert differences.find()
    reconciler.run(thorough=True)
    row.refresh_from_db()
    assert row.state == "ending" and differences.find() == []
    clock(row.period_end + A_BIT)
    reconciler.run()
    assert not is_member(mira)
    before = _kept(), news()
    reconciler.run(thorough=True)
    assert (_kept(), news()) == before and differences.find() == []


def test_membership_here_that_stripe_does_not_have_is_found(joined):
    joined()
    Membership.objects.update(subscription_id="sub_gone")
    found = [str(each) for each in differences.find()]
    assert any("Stripe has no sub_gone" in each for each in found)
    assert any("no member here has it" in each for each in found)
