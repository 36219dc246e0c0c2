"""Joining the Club: one subscription a member, whatever is lost, doubled or pressed twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from payments import enrolment, reconciler, tasks
from payments.consent import JOINING, JoiningConsent
from payments.gateway import client as stripe_client
from payments.membership import end_for, is_member
from payments.models import Joining, Membership, StripeEvent
from payments.models.membership_state import Plan
from tests.payments.club import join, news
from tests.payments.conftest import at_once, heard

CLUB, RETURN = "/club/", "/club/joining/return/"


@pytest.fixture
def joined(at_stripe, mira, browser_of):
    """Mira, a member by the year; her browser."""
    browser = browser_of(mira)
    at_stripe.pay(join(browser).url)
    heard(at_stripe)
    return browser


def _subscriptions():
    return stripe_client.client().v1.subscriptions.list({"status": "all", "limit": 100}).data


def _run_end_of_membership():
    jobs = ProcrastinateJob.objects.filter(task_name="payments.tasks.end_membership")
    tasks.end_membership.func(**jobs.latest("id").args)


# --- the page ------------------------------------------------------------------------------------
def test_club_page_is_the_same_for_everyone(client, mira):
    before = client.get(CLUB)
    client.force_login(mira)
    assert client.get(CLUB).content == before.content
    assert "public" in before["Cache-Control"]
    assert "€40" in before.text and "€4" in before.text and JOINING in before.text


def test_visitor_who_joins_signs_in_first(client, db):
    assert join(client).url.startswith("/account/login/?next=/club/")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"consent": ""}, "Tick the box"),
        ({"plan": ""}, "Choose a month or a year."),
        ({"plan": "weekly"}, "Choose a month or a year."),
    ],
)
def test_form_that_says_too_little_is_shown_again(client, mira, fields, said):
    client.force_login(mira)
    reply = join(client, **fields)
    assert reply.status_code == 422 and said in reply.text
    assert not Joining.objects.exists()


@pytest.mark.parametrize("seen", ["1", "4001"])
def test_price_that_the_page_did_not_show_is_refused(client, mira, seen):
    client.force_login(mira)
    reply = join(client, yearly=seen)
    assert reply.status_code == 409 and "The price is another one now" in reply.text


def test_stripe_that_does_not_answer_is_said_and_nothing_is_taken(client, mira, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    client.force_login(mira)
    reply = join(client)
    assert reply.status_code == 503 and "Nothing was taken" in reply.text


def test_who_asks_for_too_many_payment_pages_is_told_to_wait(client, mira):
    client.force_login(mira)
    given = {"email": mira.email, "plan": "monthly", "price_cents": 400, "currency": "eur"}
    now = timezone.now()
    Joining.objects.bulk_create(
        Joining(member=mira, expires_at=now, closed_at=now, **given) for _ in range(20)
    )
    assert join(client).status_code == 429


# --- the way -------------------------------------------------------------------------------------
def test_who_joins_is_a_member_with_bill_and_letter(joined, mira):
    assert is_member(mira)
    row = Membership.objects.get()
    assert (row.plan, row.price_cents, row.state) == ("yearly", 4000, "member")
    assert row.bills.get().amount_cents == 4000
    assert news() == ["joined"]
    kept = Joining.objects.get()
    assert (kept.consent_text, kept.closed_at is None) == (JOINING, False)
    page = joined.get(reverse("payments:membership")).text
    assert "The Club is open to you." in page and "€40.00" in page


def test_return_page_is_true_before_any_webhook(no_webhooks, mira, browser_of):
    browser = browser_of(mira)
    address = join(browser, "monthly").url
    page = browser.get(RETURN)
    assert "has not confirmed" in page.text and page["Refresh"] == "3"
    no_webhooks.pay(address)
    assert browser.get(RETURN).url == reverse("payments:membership")
    assert is_member(mira) and not StripeEvent.objects.exists()


def test_who_leaves_stripes_page_is_told_that_nothing_was_taken(at_stripe, mira, browser_of):
    browser = browser_of(mira)
    join(browser)
    assert "Nothing was taken" in browser.get(f"{RETURN}?left=1", follow=True).text
    assert not is_member(mira)


def test_declined_card_makes_no_member(at_stripe, mira, browser_of):
    at_stripe.pay(join(browser_of(mira)).url, "4000000000000002")
    heard(at_stripe)
    assert not Membership.objects.exists() and news() == []


def test_tax_is_within_the_price_where_stripe_works_it_out(at_stripe, mira, browser_of, settings):
    settings.STRIPE_TAX = True
    at_stripe.pay(join(browser_of(mira)).url)
    heard(at_stripe)
    assert Membership.objects.get().bills.get().amount_cents == 4000


# --- never twice ---------------------------------------------------------------------------------
def test_second_tab_is_led_to_the_same_page(at_stripe, mira, browser_of):
    browser = browser_of(mira)
    assert join(browser).url == join(browser).url
    assert Joining.objects.count() == 1


def test_page_for_the_other_plan_ends_the_first(at_stripe, mira, browser_of):
    browser = browser_of(mira)
    first, second = join(browser).url, join(browser, "monthly").url
    assert first != second
    assert not at_stripe.pay(first).paid
    assert at_stripe.pay(second).paid
    heard(at_stripe)
    assert Membership.objects.get().plan == "monthly" and len(_subscriptions()) == 1


def test_member_cannot_join_again(joined):
    reply = join(joined)
    assert reply.url == reverse("payments:membership")
    assert len(_subscriptions()) == 1 and not Joining.objects.open().exists()


def test_paid_in_another_tab_before_any_webhook_is_seen(no_webhooks, mira, browser_of):
    browser = browser_of(mira)
    no_webhooks.pay(join(browser).url)
    assert join(browser, "monthly").url == reverse("payments:membership")
    assert is_member(mira) and len(_subscriptions()) == 1


@pytest.mark.invariant(2, "told three times, a member joins in 6 threads")
@pytest.mark.invariant(3, "membership: event, page and reconciler in 9 threads")
def test_threads_that_join_hear_and_look_make_one_membership(at_stripe, mira, browser_of):
    at_stripe.set_faults(webhooks={"duplicate": 3})
    consent = JoiningConsent(4000)
    urls = at_once(6, lambda n: enrolment.send_to_stripe(mira, Plan.YEARLY, consent))
    addresses = {url for url in urls if isinstance(url, str)}
    assert len(addresses) == 1, urls
    at_stripe.pay(addresses.pop())
    at_stripe.wait_until_delivered()
    (found,) = _subscriptions()
    acts = [lambda: enrolment.look(mira), lambda: enrolment.take_in(found.id), reconciler.run]
    results = at_once(9, lambda n: acts[n % 3]())
    assert not [each for each in results if isinstance(each, Exception)], results
    assert Membership.objects.count() == 1 and is_member(mira)
    assert news() == ["joined"]


@pytest.mark.invariant(2)
def test_six_tabs_for_two_plans_at_once_make_one_subscription(at_stripe, mira, browser_of):
    tabs = [browser_of(mira) for _ in range(6)]
    replies = at_once(6, lambda n: join(tabs[n], ("yearly", "monthly")[n % 2]))
    addresses = {reply.url for reply in replies if reply.status_code == 303}
    assert addresses and not [reply for reply in replies if reply.status_code >= 500], replies
    for address in addresses:
        at_stripe.pay(address)
    heard(at_stripe)
    assert len(_subscriptions()) == 1 and Membership.objects.count() == 1 and is_member(mira)


# --- whatever is lost ----------------------------------------------------------------------------
@pytest.mark.invariant(11, "membership: reply lost after commit")
def test_lost_reply_leads_to_one_session_to_join(at_stripe, mira):
    lost = {"fault": "reply_lost", "path": "/v1/checkout/sessions", "times": 9}
    at_stripe.set_faults(api=[lost])
    with pytest.raises(enrolment.gateway.GatewayError):
        enrolment.send_to_stripe(mira, Plan.YEARLY, JoiningConsent(4000))
    at_stripe.set_faults()
    assert Joining.objects.get().session_id is None
    at_stripe.pay(enrolment.send_to_stripe(mira, Plan.YEARLY, JoiningConsent(4000)))
    heard(at_stripe)
    assert is_member(mira) and at_stripe.state()["objects"]["checkout.session"] == 1


@pytest.mark.invariant(12, "membership: all webhooks lost")
def test_reconciler_alone_finds_who_joined_and_twice_is_as_once(no_webhooks, mira, browser_of):
    no_webhooks.pay(join(browser_of(mira)).url)
    reconciler.run()
    kept = Membership.objects.values().get()
    assert is_member(mira)
    reconciler.run(thorough=True)
    again = Membership.objects.values().get()
    assert {**kept, "looked_at": None} == {**again, "looked_at": None}
    assert news() == ["joined"] and not Joining.objects.open().exists()


def test_page_nobody_paid_at_is_closed_when_its_time_is_over(no_webhooks, mira, browser_of):
    join(browser_of(mira))
    Joining.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    reconciler.run()
    assert not Joining.objects.open().exists() and not Membership.objects.exists()


def test_subscription_of_somebody_else_on_the_account_is_left_alone(joined, kael, caplog):
    Joining.objects.all().update(idempotency_key="00000000-0000-4000-8000-000000000000")
    Membership.objects.update(subscription_id="sub_other")
    enrolment.take_in(_subscriptions()[0].id)
    assert "is of nobody here" in caplog.text
    assert _subscriptions()[0].status == "active"


# --- leaving with the account --------------------------------------------------------------------
def test_removed_account_is_charged_no_more(joined, at_stripe, mira):
    end_for(mira)
    mira.delete()
    _run_end_of_membership()
    heard(at_stripe)
    assert [each.status for each in _subscriptions()] == ["canceled"]
    row = Membership.objects.get()
    assert (row.member, row.is_over) == (None, True)


def test_account_removed_while_it_joins_is_not_charged_twice(at_stripe, mira, browser_of):
    address = join(browser_of(mira)).url
    at_stripe.set_faults(webhooks={"hold": True})
    at_stripe.pay(address)
    mira.delete()
    at_stripe.set_faults()
    heard(at_stripe)
    assert [each.status for each in _subscriptions()] == ["canceled"]
    assert not Membership.objects.exists()


def test_removed_account_takes_its_open_page_along(at_stripe, mira, browser_of):
    address = join(browser_of(mira)).url
    end_for(mira)
    mira.delete()
    _run_end_of_membership()
    assert not at_stripe.pay(address).paid
    assert not Joining.objects.open().exists()
