"""/metrics: who may read it, what is counted, and that asking costs the club next to nothing."""

import pytest

from ashes_club import away, database
from ashes_club.metrics import figures, house, page
from ashes_club.slow_queries.base import DatabaseWrapper
from tests.ashes_club.scraping import read_metrics

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("asked_anew")]
TOKEN = "a-token-of-the-tests"


# --- who may read it ---------------------------------------------------------------------------
@pytest.mark.parametrize("address", ["127.0.0.1", "10.2.0.7", "192.168.1.4", "::1", "fd00::7"])
def test_private_networks_may_read_it_directly(client, address):
    assert read_metrics(client, REMOTE_ADDR=address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2a00::7", "", "unix:"])
def test_for_others_there_is_no_such_page(client, address):
    assert read_metrics(client, REMOTE_ADDR=address) is None


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_nobody_reads_it_through_a_proxy(client, header):
    assert read_metrics(client, headers={header: "10.2.0.7"}) is None


@pytest.mark.parametrize(
    ("brought", "may"),
    [(f"Bearer {TOKEN}", True), (f"Bearer {TOKEN}x", False), (TOKEN, False), ("", False)],
)
def test_where_there_is_a_token_it_alone_counts(client, settings, brought, may):
    settings.METRICS_TOKEN = TOKEN
    headers = {"Authorization": brought, "X-Forwarded-For": "8.8.8.8"}
    assert bool(read_metrics(client, headers=headers, REMOTE_ADDR="8.8.8.8")) is may


def test_container_is_asked_by_its_number_and_without_tls(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, ["^metrics$"]
    assert read_metrics(client, headers={"host": "172.18.0.5:8000"})


# --- what is counted ---------------------------------------------------------------------------
def _counted(client, *labels, ask):
    name = ("club_requests_total", *labels)
    before = read_metrics(client).get(name, 0)
    ask()
    return read_metrics(client)[name] - before


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
    before = read_metrics(client)
    for _ in range(3):
        client.get("/house/terms/?of=this-test")
    after = read_metrics(client)
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
    read = read_metrics(client)
    said = [read["club_pool_connections", "default", state] for state in ("most", "open", "idle")]
    assert said == [8, 3, 2]
    assert read["club_pool_waiting", "default"] == 1


# --- it never hurts ----------------------------------------------------------------------------
def test_database_that_is_away_is_said_and_nothing_else_of_it(client, monkeypatch):
    port_of_nobody = {**database.parameters(), "host": "127.0.0.1", "port": 9}
    monkeypatch.setattr(database, "parameters", lambda: port_of_nobody)
    monkeypatch.setattr(figures, "connect", database.connect)
    read = read_metrics(client)
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


def test_figures_are_read_once_a_second_however_many_ask(monkeypatch):
    asked = []
    monkeypatch.setattr(figures, "SHORTEST", 1.0)
    monkeypatch.setattr(figures, "_ask", lambda *_: asked.append(1) or {})
    collector = figures.FigureCollector()
    for _ in range(3):
        list(collector.collect())
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
    monkeypatch.setattr(away.outage, "is_on", True)
    assert client.get("/account/login/").status_code == 503
    assert read_metrics(client)
