"""Behind a PgBouncer in transaction mode the club sells, hears and changes its mind as ever.

Three sessions for all: two statements of one visitor seldom meet the same. Not in CI's core:
`pytest -m faults tests/faults/test_pooler.py`, a minute on a quiet machine.
"""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import psycopg
import pytest
import requests

from tests.faults.grown import Grown, needs_pooler, opened, signed_in
from tests.faults.shop import Buyer, eventually, make_buyers

pytestmark = [pytest.mark.faults, needs_pooler]
PARTS = ["pooler", "stripe", "web", "worker", "desk"]
NAMES = [f"buyer{number}" for number in range(6)]


@pytest.fixture(scope="module")
def shop():
    with opened(PARTS) as running:
        yield running


@pytest.fixture(scope="module")
def buyers(shop):
    return make_buyers(shop, NAMES)


def test_web_goes_through_it_and_listening_does_not(shop):
    assert shop.get("/vault/")[0].status_code == 200
    through = _asked_of_pooler(shop, "SHOW POOLS")
    assert any(row[0] == "grown" for row in through)
    [(listening,)] = _directly(
        shop, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN public_pages%'"
    )
    assert listening == 1, "one session of the web's own, past the PgBouncer"


def test_pages_are_drawn_by_many_at_once(shop, buyers):
    """Each page is asked for often enough that a statement would be prepared, were it kept."""
    paths = [f"/vault/?q={n}" for n in range(40)] + [f"/search/?q=piece+{n}" for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda path: shop.get(path)[0], paths))
    assert {page.status_code for page in pages} == {200}


def test_six_buy_at_once_and_each_has_their_piece(shop, buyers):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda name: _buy(shop, *buyers[name]), NAMES))
    eventually(lambda: len(_owners(shop)) == len(NAMES))
    assert "The books agree." in shop.manage("reconcile").stdout


def test_sale_shows_on_a_page_that_was_kept(shop, buyers):
    buyer, slug = buyers[NAMES[0]]
    path = f"/vault/{slug}/"
    before = shop.get(path)[0].headers["ETag"]
    assert shop.get(path)[0].headers["ETag"] == before
    _buy(shop, buyer, slug)
    eventually(lambda: shop.get(path)[0].headers["ETag"] != before, within=10)


def test_shopkeeper_works_at_the_desk(shop, buyers):
    desk = signed_in(shop, "keeper")
    for path in ("/admin/", "/admin/catalog/item/", "/admin/payments/order/"):
        page = desk.get(shop.url + path, timeout=15)
        assert page.status_code == 200, path


def test_backup_is_made_past_it(shop, tmp_path):
    shop.environment["BACKUP_DIR"] = str(tmp_path)
    made = shop.manage("backup")
    assert made.returncode == 0, made.stderr


def _buy(shop: Grown, buyer: Buyer, slug: str) -> None:
    buyer.fill_bag(slug)
    assert shop.stripe.pay(buyer.press_pay()).paid


def _owners(shop: Grown) -> list[tuple]:
    return shop.query("SELECT DISTINCT owner_id FROM payments_copy WHERE owner_id IS NOT NULL")


def _directly(shop: Grown, statement: str) -> list[tuple]:
    with psycopg.connect(shop.environment["DATABASE_DIRECT_URL"]) as connection:
        return connection.execute(statement).fetchall()


def _asked_of_pooler(shop: Grown, statement: str) -> list[tuple]:
    address = urlsplit(shop.environment["DATABASE_URL"])
    console = address._replace(path="/pgbouncer").geturl()
    with psycopg.connect(console, autocommit=True) as connection:
        cursor = psycopg.ClientCursor(connection)
        return cursor.execute(statement).fetchall()


def test_readiness_is_judged_by_the_way_pages_go(shop):
    shop.kill("pooler")
    assert requests.get(f"{shop.url}/readyz", timeout=15).status_code == 503
    shop.start("pooler")
    eventually(lambda: requests.get(f"{shop.url}/readyz", timeout=15).status_code == 200)
