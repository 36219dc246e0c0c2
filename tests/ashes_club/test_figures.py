"""Figures that the database is asked for: what they count, and that Python counts alike."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from ashes_club.metrics import figures
from payments.models import Dispute, Membership, Order, Refund, StripeEvent
from payments.models.membership_state import STATES, state_at
from payments.models.order_queries import STATE
from payments.models.order_state import WORDS
from tests.ashes_club.scraping import read_metrics
from tests.payments.conftest import place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_anew")]


def test_empty_club_says_zero_of_everything(client):
    read = read_metrics(client)
    assert read["club_database_up",] == 1
    for figure in figures.EVERY_FIGURE:
        for label in figure.known:
            assert read[(figure.name, label) if figure.by else (figure.name,)] == 0


def test_figures_are_two_statements_within_a_limit_of_time(client, monkeypatch):
    asked = []

    class Own:
        def execute(self, statement, values=()):
            asked.append(statement)
            return connection.connection.execute(statement, values)

    connection.ensure_connection()
    monkeypatch.setattr(figures, "connect", lambda **more: nullcontext(Own()))
    client.get("/metrics")
    assert asked[::2] == ["SET LOCAL statement_timeout = '2s'"] * 2
    assert len(asked) == 4


def _queued(since, task="payments.tasks.send_receipt", status="todo", **fields):
    number = queue.configure_task(task, **fields).defer(order_id=1)
    with connection.cursor() as cursor:
        for each in ("doing", status) if status != "todo" else ():
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [each, number]
            )
        cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [since, number])


def test_queue_says_how_much_waits_for_how_long(client):
    now = timezone.now()
    _queued(now - timedelta(minutes=40))
    _queued(now - timedelta(minutes=2))
    _queued(now - timedelta(days=3), schedule_at=now + timedelta(days=1))
    _queued(now - timedelta(days=3), status="failed")
    read = read_metrics(client)
    assert read["club_tasks_waiting", "default"] == 2
    assert 2400 <= read["club_tasks_waiting_oldest_seconds", "default"] < 2460
    assert read["club_tasks_failed", "default"] == 1
    assert read["club_mails_stuck",] == 2  # one that waits, and one that is for tomorrow


def test_letters_given_up_count_for_a_day(client):
    now = timezone.now()
    for at in (now, now - timedelta(hours=25)):
        _queued(at, status="failed")
    assert read_metrics(client)["club_mails_failed",] == 1


def test_webhooks_lag_is_what_was_not_acted_upon(client):
    now = timezone.now()
    for minutes, handled_at in ((9, None), (3, None), (90, now)):
        at = now - timedelta(minutes=minutes)
        StripeEvent.objects.create(
            event_id=f"evt_{minutes}", type="x", received_at=at, handled_at=handled_at
        )
    read = read_metrics(client)
    assert read["club_webhooks_waiting",] == 2
    assert 540 <= read["club_webhooks_waiting_oldest_seconds",] < 600


def test_holds_that_are_over_are_told_apart(client, mira, kael, make_item):
    place(mira, make_item())
    over = place(kael, make_item())
    Order.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(minutes=20))
    read = read_metrics(client)
    assert read["club_holds_open",] == 2
    assert read["club_holds_expired",] == 1
    assert 1200 <= read["club_holds_expired_oldest_seconds",] < 1260
    assert read["club_orders", "waiting"] == 2


def test_trouble_with_money_is_told(client, mira, make_item):
    order, due = place(mira, make_item()), timezone.now() + timedelta(days=2)
    Order.objects.filter(pk=order.pk).update(
        quarantined_at=timezone.now(), quarantine_reason="Paid 1 cent."
    )
    Refund.objects.create(order=order, amount_cents=1, status="failed", reason="duplicate")
    Dispute.objects.create(
        order=order,
        stripe_id="dp_1",
        amount_cents=1,
        status="needs_response",
        opened_at=timezone.now(),
        due_by=due,
    )
    read = read_metrics(client)
    assert read["club_orders_quarantined",] == read["club_orders", "quarantined"] == 1
    assert read["club_refunds_failed",] == read["club_disputes_due",] == 1
    assert read["club_disputes_next_due_timestamp_seconds",] == pytest.approx(due.timestamp())


NOW = timezone.now()
SET_ASIDE = {"quarantined_at": NOW, "quarantine_reason": "Paid 1 cent."}


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        ({}, "waiting"),
        ({"pending_at": NOW}, "pending"),
        ({"cancelled_at": NOW}, "cancelled"),
        (SET_ASIDE, "quarantined"),
        ({"paid_at": NOW}, "paid"),
        ({"paid_at": NOW, "refunded_cents": 1}, "partly refunded"),
        ({"paid_at": NOW, "refunded_at": NOW}, "refunded"),
        ({"paid_at": NOW, "refunded_at": NOW, "charged_back_at": NOW}, "charged back"),
        ({"paid_at": NOW, "charged_back_at": NOW, "disputed_at": NOW}, "disputed"),
        ({**SET_ASIDE, "cancelled_at": NOW, "refunded_at": NOW}, "refunded"),
    ],
)
def test_database_reads_the_state_of_an_order_as_python_does(mira, make_item, moments, state):
    order = place(mira, make_item())
    Order.objects.filter(pk=order.pk).update(**moments)
    order.refresh_from_db()
    assert Order.objects.values_list(STATE, flat=True).get() == order.state == state
    assert state in WORDS


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"status": "active"}, "member"),
        ({"status": "trialing", "ends_at": NOW}, "ending"),
        ({"status": "past_due", "unpaid_since": NOW}, "grace"),
        ({"status": "past_due", "unpaid_since": NOW - timedelta(days=60)}, "unpaid"),
        ({"status": "unpaid"}, "unpaid"),
        ({"status": "incomplete"}, "waiting"),
        ({"status": "canceled", "ends_at": NOW}, "over"),
    ],
)
def test_database_reads_the_state_of_a_membership_as_python_does(facts, state):
    moments = dict.fromkeys(["since", "started_at", "period_end", "looked_at"], NOW)
    plan = {"plan": "monthly", "price_cents": 400, "currency": "eur"}
    kept = Membership.objects.create(**moments, **plan, **facts)
    assert Membership.objects.values_list(state_at(NOW), flat=True).get() == kept.state == state
    assert state in STATES
