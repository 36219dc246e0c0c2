"""/metrics: who may read it, what is counted, and that asking costs the club next to nothing."""

from contextlib import contextmanager, nullcontext
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app as queue
from prometheus_client.parser import text_string_to_metric_families

from ashes_club import database
from ashes_club.away import outage
from ashes_club.metrics import figures, house, page
from ashes_club.slow_queries.base import DatabaseWrapper
from payments.models import Dispute, Membership, Order, Refund, StripeEvent
from payments.models.membership_state import STATES, state_at
from payments.models.order_queries import STATE
from payments.models.order_state import WORDS
from tests.payments.conftest import place

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-tests"


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch):
    """What another test read is not known here, and a test's own rows are seen."""

    @contextmanager
    def own(**more):
        connection.ensure_connection()
        yield connection.connection

    monkeypatch.setattr(figures, "connect", own)
    monkeypatch.setattr(figures, "SHORTEST", 0.0)
    monkeypatch.setattr(figures, "SHARE", 0)


def _read(client, **more):
    """The samples by name and values of labels, which come by their alphabet; None for a 404."""
    answer = client.get("/metrics", **more)
    if answer.status_code == 404:
        return None
    families = text_string_to_metric_families(answer.text)
    samples = [sample for family in families for sample in family.samples]
    return {(each.name, *each.labels.values()): each.value for each in samples}


# --- who may read it ---------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["127.0.0.1", "10.2.0.7", "192.168.1.4", "::1", "fd00::7"])
def test_private_networks_may_read_it_directly(client, address):
    assert _read(client, REMOTE_ADDR=address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00::7", "", "unix:"])
def test_for_others_there_is_no_such_page(client, address):
    assert _read(client, REMOTE_ADDR=address) is None


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_nobody_reads_it_through_a_proxy(client, header):
    assert _read(client, headers={header: "10.2.0.7"}) is None


@pytest.mark.parametrize(
    ("brought", "may"),
    [(f"Bearer {TOKEN}", True), (f"Bearer {TOKEN}x", False), (TOKEN, False), ("", False)],
)
def test_where_there_is_a_token_it_alone_counts(client, settings, brought, may):
    settings.METRICS_TOKEN = TOKEN
    headers = {"Authorization": brought, "X-Forwarded-For": "8.8.8.8"}
    assert bool(_read(client, headers=headers, REMOTE_ADDR="8.8.8.8")) is may


def test_container_is_asked_by_its_number_and_without_tls(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, ["^metrics$"]
    assert _read(client, headers={"host": "172.18.0.5:8000"})


# --- what is counted ---------------------------------------------------------------------------
def _counted(client, *labels, ask):
    name = ("club_requests_total", *labels)
    before = _read(client).get(name, 0)
    ask()
    return _read(client)[name] - before


def test_requests_count_under_the_name_of_their_view(client, make_item):
    item = make_item()
    labels = ("GET", "200", "catalog:item_detail")
    assert _counted(client, *labels, ask=lambda: client.get(item.get_absolute_url())) == 1


@pytest.mark.parametrize(
    ("method", "path", "labels"),
    [
        ("get", "/no/such/address/", ("GET", "404", "unknown")),
        ("get", "/gifts/a-token-nobody-may-see/", ("GET", "404", "payments:gift_detail")),
        ("get", "/admin/payments/order/", ("GET", "302", "admin")),
        ("put", "/healthz", ("other", "405", "healthz")),
        ("get", "/static/css/tokens.css", ("GET", "200", "static")),
    ],
)
def test_addresses_are_no_labels(client, method, path, labels):
    assert _counted(client, *labels, ask=lambda: getattr(client, method)(path)) == 1
    assert "nobody-may-see" not in client.get("/metrics").text


def test_kept_page_counts_under_its_view_and_as_kept(client, settings, monkeypatch):
    settings.PAGE_CACHE = True
    monkeypatch.setattr("ashes_club.announcements.Listener.is_listening", lambda _: True)
    before = _read(client)
    for _ in range(3):
        client.get("/house/terms/?of=this-test")
    after = _read(client)
    gained = {name: after[name] - before.get(name, 0) for name in after}
    assert gained["club_requests_total", "GET", "200", "house:terms"] == 3
    assert gained["club_page_cache_total", "miss"] == 1
    assert gained["club_page_cache_total", "hit"] == 2
    assert gained["club_request_seconds_count", "house:terms"] == 3


def test_pool_says_how_many_connections_it_has(client, monkeypatch):
    class Pool:
        def get_stats(self):
            return {"pool_max": 8, "pool_size": 3, "pool_available": 2, "requests_waiting": 1}

    monkeypatch.setattr(DatabaseWrapper, "pool", Pool())
    client.get("/healthz")
    read = _read(client)
    said = [read["club_pool_connections", "default", state] for state in ("most", "open", "idle")]
    assert said == [8, 3, 2]
    assert read["club_pool_waiting", "default"] == 1


# --- figures of the database -------------------------------------------------------------------
def test_empty_club_says_zero_of_everything(client):
    read = _read(client)
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
    read = _read(client)
    assert read["club_tasks_waiting", "default"] == 2
    assert 2400 <= read["club_tasks_waiting_oldest_seconds", "default"] < 2460
    assert read["club_tasks_failed", "default"] == 1
    assert read["club_mails_stuck",] == 2  # one that waits, and one that is for tomorrow


def test_letters_given_up_count_for_a_day(client):
    now = timezone.now()
    for at in (now, now - timedelta(hours=25)):
        _queued(at, status="failed")
    assert _read(client)["club_mails_failed",] == 1


def test_webhooks_lag_is_what_was_not_acted_upon(client):
    now = timezone.now()
    for minutes, handled_at in ((9, None), (3, None), (90, now)):
        at = now - timedelta(minutes=minutes)
        StripeEvent.objects.create(
            event_id=f"evt_{minutes}", type="x", received_at=at, handled_at=handled_at
        )
    read = _read(client)
    assert read["club_webhooks_waiting",] == 2
    assert 540 <= read["club_webhooks_waiting_oldest_seconds",] < 600


def test_holds_that_are_over_are_told_apart(client, mira, kael, make_item):
    place(mira, make_item())
    over = place(kael, make_item())
    Order.objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(minutes=20))
    read = _read(client)
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
    read = _read(client)
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


# --- it never hurts ----------------------------------------------------------------------------
def test_database_that_is_away_is_said_and_nothing_else_of_it(client, monkeypatch):
    port_of_nobody = {**database.parameters(), "host": "127.0.0.1", "port": 9}
    monkeypatch.setattr(database, "parameters", lambda: port_of_nobody)
    monkeypatch.setattr(figures, "connect", database.connect)
    read = _read(client)
    assert read["club_database_up",] == 0
    assert read["club_figures_read", "open"] == read["club_figures_read", "whole"] == 0
    assert ("club_workers",) not in read
    assert ("club_disk_free_bytes", "uploads") in read


def test_statement_that_takes_too_long_is_ended(client, monkeypatch):
    slow = house.Figure("club_slow", "Sleeps.", house._at_work, "max(extract(epoch FROM s))")
    monkeypatch.setattr(slow.__class__, "statement", lambda self: ("SELECT pg_sleep(9)", []))
    monkeypatch.setattr(figures, "PATIENCE", 0.05)
    monkeypatch.setattr(figures, "connect", lambda **more: database.connect())
    reading = figures.read([slow])
    assert (reading.values, reading.is_there) == (None, True)


def test_figures_are_read_once_a_second_however_many_ask(client, monkeypatch):
    asked = []
    monkeypatch.setattr(figures, "SHORTEST", 1.0)
    monkeypatch.setattr(figures, "_ask", lambda *_: asked.append(1) or {})
    for _ in range(3):
        client.get("/metrics")
    assert len(asked) == 2  # what is open, and whole tables


def test_costly_figures_are_read_seldom(monkeypatch):
    moments = iter([100.0, 101.5])
    monkeypatch.setattr(figures, "SHARE", 20)
    monkeypatch.setattr(figures, "_ask", lambda *_: {})
    monkeypatch.setattr(figures.time, "monotonic", lambda: next(moments))
    assert figures.read([]).until == 131.5


def test_connections_of_a_process_that_is_gone_are_forgotten(tmp_path):
    (tmp_path / "gauge_livesum_1.db").touch()
    (tmp_path / "gauge_livesum_4194999.db").touch()
    (tmp_path / "counter_4194999.db").touch()
    page._forget_the_dead(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {
        "gauge_livesum_1.db",
        "counter_4194999.db",
    }


def test_it_is_answered_while_visitors_hear_that_the_database_is_away(client, monkeypatch):
    monkeypatch.setattr(outage, "is_on", True)
    assert client.get("/account/login/").status_code == 503
    assert _read(client)
