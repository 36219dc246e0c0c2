"""Public pages come from a real streaming replica, and from the primary while that is behind.

Not in CI's core: `pytest -m faults tests/faults/test_replica.py`, a minute on a quiet machine.
"""

import time

import psycopg
import pytest
import requests

from tests.faults.grown import Grown, opened, signed_in
from tests.faults.shop import Buyer, eventually, make_buyers

pytestmark = pytest.mark.faults
PARTS = ["replica", "stripe", "web", "worker", "desk"]


@pytest.fixture(scope="module")
def shop():
    with opened(PARTS) as running:
        yield running


@pytest.fixture(scope="module")
def buyers(shop) -> dict[str, tuple[Buyer, str]]:
    return make_buyers(shop, ["mira", "kael", "ash"])


def test_public_pages_are_read_from_it(shop, buyers):
    eventually(lambda: _page(shop, buyers["mira"][1]).status_code == 200)
    eventually(lambda: _reads_of(shop, "/vault/?q=ember"))
    assert _reads_of(shop, "/vault/?q=cinder"), "the vault"
    assert _reads_of(shop, "/search/?q=cinder"), "the search"


def test_what_is_a_members_own_is_not(shop, buyers):
    member = signed_in(shop, "mira")
    before = _sessions_that_read(shop)
    assert member.get(f"{shop.url}/me/", timeout=15).json()["signed_in"]
    assert member.get(f"{shop.url}/locker/", timeout=15).status_code == 200
    assert _sessions_that_read(shop) == before


def test_sale_shows_at_once_while_the_replica_is_behind_and_stays_shown(shop, buyers):
    """Whatever the replica still says of before must neither be shown nor kept."""
    buyer, slug = buyers["mira"]
    before = _page(shop, slug).headers["ETag"]
    _on_replica(shop, "SELECT pg_wal_replay_pause()")
    try:
        _buy(shop, buyer, slug)
        eventually(lambda: _page(shop, slug).headers["ETag"] != before, within=5)
        sold = _page(shop, slug).headers["ETag"]
        assert {_page(shop, slug).headers["ETag"] for _ in range(20)} == {sold}
    finally:
        _on_replica(shop, "SELECT pg_wal_replay_resume()")
    eventually(lambda: _reads_of(shop, "/vault/?q=soot"), within=10)
    assert _page(shop, slug).headers["ETag"] == sold


def test_replica_that_is_away_is_not_missed(shop, buyers):
    buyer, slug = buyers["kael"]
    shop.stop_replica()
    pages = [requests.get(f"{shop.url}/vault/?q=away{n}", timeout=15) for n in range(12)]
    assert {page.status_code for page in pages} == {200}
    slow = sorted(page.elapsed.total_seconds() for page in pages)
    print(f"slowest page {slow[-1]:.2f} s, the median {slow[6]:.2f} s")
    assert slow[-1] < 5 and slow[6] < 1
    _buy(shop, buyer, slug)
    shop.start_replica()
    # Another page each time: one that is kept is not read anew.
    eventually(lambda: _reads_of(shop, f"/vault/?q=again{time.monotonic_ns()}"), within=30)


def _page(shop: Grown, slug: str) -> requests.Response:
    return requests.get(f"{shop.url}/vault/{slug}/", timeout=15)


def _buy(shop: Grown, buyer: Buyer, slug: str) -> None:
    buyer.fill_bag(slug)
    assert shop.stripe.pay(buyer.press_pay()).paid
    eventually(
        lambda: shop.query(
            "SELECT 1 FROM payments_copy c JOIN catalog_item i ON i.id = c.item_id "
            "WHERE i.slug = %s",
            slug,
        )
    )


def _on_replica(shop: Grown, statement: str) -> list[tuple]:
    with psycopg.connect(shop.environment["DATABASE_REPLICA_URL"], autocommit=True) as connection:
        return connection.execute(statement).fetchall()


def _sessions_that_read(shop: Grown) -> list[tuple]:
    """When each session of the web at the replica last began something."""
    return _on_replica(
        shop,
        "SELECT pid, query_start FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid",
    )


def _reads_of(shop: Grown, path: str) -> bool:
    """Whether drawing this page asked the replica for more than where it stands."""
    before = _sessions_that_read(shop)
    assert requests.get(shop.url + path, timeout=15).status_code == 200
    asked = _on_replica(
        shop,
        "SELECT query FROM pg_stat_activity WHERE backend_type = 'client backend' "
        "AND pid <> pg_backend_pid()",
    )
    drew = any("pg_last_wal_replay_lsn" not in query for (query,) in asked)
    return drew and _sessions_that_read(shop) != before
